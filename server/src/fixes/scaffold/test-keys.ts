/** What a test puts into a path: values that the type of the parameter takes, one of nothing that is there, one that it refuses. */
import { ZERO_UUID } from './field-types';
import type { ParameterText } from './siblings';

export type KeyKind = 'int' | 'float' | 'uuid' | 'text';

const KINDS: Record<KeyKind, { some: string; none: string; wrong?: string }> = {
  int: { some: '1', none: '999999', wrong: 'not-a-number' },
  float: { some: '1', none: '999999', wrong: 'not-a-number' },
  uuid: { some: ZERO_UUID, none: 'ffffffff-ffff-4fff-8fff-ffffffffffff', wrong: 'not-a-uuid' },
  text: { some: '1', none: 'nothing-there' },
};

export const someOf = (kind: KeyKind | undefined): string => KINDS[kind ?? 'text'].some;
export const noneOf = (kind: KeyKind | undefined): string => KINDS[kind ?? 'text'].none;
export const wrongFor = (kind: KeyKind | undefined): string | undefined => KINDS[kind ?? 'text'].wrong;

/** By the annotation of the parameter, else by the converter in the path: '<uuid:team_id>'. */
export function kindOf({ name, annotation = '' }: ParameterText, written: string): KeyKind {
  const converter = new RegExp(`<(\\w+):${name}>|\\{${name}:(\\w+)\\}`).exec(written);
  const word = /\b(int|float|UUID)\b/.exec(annotation)?.[1] ?? converter?.[1] ?? converter?.[2] ?? '';
  const kinds: Record<string, KeyKind> = { int: 'int', float: 'float', UUID: 'uuid', uuid: 'uuid' };
  return kinds[word] ?? 'text';
}
