/** Models that are there: which of them fits a shape, and what a new one beside them is made of. */
import { fieldsOf, isOptional, type ModelField } from '../../model/details/python-types';
import type { Shape } from '../../model/shapes/shape';
import type { Project } from '../project';
import { isPydantic1, recordDecorator } from '../python/pydantic';
import { GIVEN, mayHold, TAKEN } from './model-types';

export interface Asked {
  fields: readonly { key: string; required: boolean; shape: Shape }[];
  name: string;
  isSent: boolean;
}

export const classesOf = (project: Project, file: string): string[] =>
  Object.keys(project.chunk(file, '')?.vars ?? {}).filter((n) => project.chunk(file, n)?.kind === 'class');

/** A model that has just these fields, the one of this name first. */
export function existingModel(project: Project, file: string, { fields, name, isSent }: Asked): string | undefined {
  const { ctx } = project.api;
  // pydantic 1 does not ask for what may be None.
  const isOld = isPydantic1(project, [file]);
  const isNeeded = (f: ModelField) => f.required && !(isOld && isOptional(f.type));
  const fitting = classesOf(project, file).filter((n) => n === name || !(isSent ? GIVEN : TAKEN).test(n));
  // What must be sent says more than what may be.
  const asks = (n: string) => fieldsOf(ctx, { file, chunk: n }).some(isNeeded);
  const isStrict = isSent && fields.some((f) => f.required);
  const ranked = fitting.sort(
    (a, b) => (isStrict ? Number(asks(b)) - Number(asks(a)) : 0) || Number(b === name) - Number(a === name),
  );
  return ranked.find((n) => {
    const own = fieldsOf(ctx, { file, chunk: n });
    const wire = (f: ModelField) => f.alias ?? f.name;
    if (own.length !== fields.length || !own.length) return false;
    return fields.every(({ key, required, shape }) =>
      own.some(
        (f) =>
          wire(f) === key &&
          mayHold(f.type, shape) &&
          (isSent ? required || !isNeeded(f) : f.required || !required || n === name),
      ),
    );
  });
}

/** `BaseModel`, or the class of the project that most models of the file are made from. */
export function baseLike(project: Project, file: string): { name: string; module: string | undefined } {
  const bases = [...(project.text(file) ?? '').matchAll(/^class \w+\((\w+)\):/gm)]
    .map((m) => m[1]!)
    .filter((b) => !/Enum|Exception|Base$|^str$/.test(b));
  const usual = bases.sort((a, b) => bases.filter((x) => x === b).length - bases.filter((x) => x === a).length)[0];
  const fields = (name: string) => fieldsOf(project.api.ctx, { file, chunk: name }).length;
  if (usual && usual !== 'BaseModel' && fields(usual) === 0) return { name: usual, module: undefined };
  return { name: 'BaseModel', module: 'pydantic' };
}

/** `@dataclass`, where most classes of the file are such. */
export function recordLike(project: Project, file: string): string | undefined {
  const classes = classesOf(project, file);
  const records = classes.flatMap((n) => recordDecorator(project, file, n) ?? []);
  return records.length * 2 > classes.length && !/\bBaseModel\b/.test(project.text(file) ?? '') ? records[0] : undefined;
}
