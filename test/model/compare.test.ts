/** Two shapes compared: only what is closed on both sides differs; what may be either is no difference. */
import assert from 'node:assert/strict';
import { compareRead, compareSent, type Difference, nearName } from '../../server/src/model/contract/compare';
import {
  fieldOf,
  list,
  NONE,
  NULL,
  NUMBER,
  object,
  type Shape,
  STRING,
  union,
  unknownShape,
} from '../../server/src/model/shapes/shape';

type Fields = Record<string, Shape>;
const optional = (shape: Shape) => fieldOf(shape, undefined, true);
const of = (fields: Fields, more: Record<string, ReturnType<typeof fieldOf>> = {}, open = false): Shape =>
  object({ ...Object.fromEntries(Object.entries(fields).map(([name, shape]) => [name, fieldOf(shape)])), ...more }, open);
const text = (value: string): Shape => ({ kind: 'literal', value });

const said = (all: Difference[]) => all.map(({ kind, path, near }) => `${kind} ${path}${near === undefined ? '' : ` (${near})`}`);
const sent = (here: Shape, there: Shape) => said(compareSent(here, there, ''));
const read = (here: Shape, there: Shape) => said(compareRead(here, there, ''));

describe('model/contract/compare: what is sent', () => {
  const model = of({ title: STRING, size: NUMBER }, { note: optional(STRING) });

  it('lacks what is required, and has what is not known', () => {
    assert.deepEqual(sent(of({ title: STRING }), model), ['missing size']);
    assert.deepEqual(sent(of({ title: STRING, size: NUMBER, colour: STRING }), model), ['unknown colour']);
    assert.deepEqual(sent(of({ title: STRING, size: NUMBER, note: STRING }), model), []);
  });

  it('names what was meant, and says it once', () => {
    assert.deepEqual(sent(of({ titel: STRING, size: NUMBER }), model), ['missing title (titel)']);
    assert.deepEqual(sent(of({ title: STRING, size: NUMBER, notes: STRING }), model), ['unknown notes (note)']);
  });

  it('is silent where one side is open or unknown, and of fields that are sent under a condition', () => {
    assert.deepEqual(sent(of({ title: STRING }, {}, true), model), []);
    assert.deepEqual(sent(unknownShape('?'), model), []);
    assert.deepEqual(sent(of({ title: STRING }, { size: optional(NUMBER) }), model), []);
    assert.deepEqual(sent(of({ a: STRING }), of({}, {}, true)), []);
    assert.deepEqual(sent(of({ title: STRING, size: NUMBER }), union([model, unknownShape('?')])), []);
  });

  it('looks into lists and objects, with the path', () => {
    const there = of({ lines: list(of({ owner: of({ name: STRING }) })) });
    assert.deepEqual(sent(of({ lines: list(of({ owner: of({ nam: STRING }) })) }), there), ['missing lines[].owner.name (nam)']);
  });

  it('takes other names', () => {
    const there = object({ userName: { ...fieldOf(STRING), names: ['user_name'] } });
    assert.deepEqual(sent(of({ user_name: STRING }), there), []);
    assert.deepEqual(sent(of({ userName: STRING }), there), []);
  });

  it('fits one of several; of models with a literal field the one that has it is meant', () => {
    const cat = of({ kind: text('cat'), lives: NUMBER });
    const dog = of({ kind: text('dog'), tricks: NUMBER });
    assert.deepEqual(sent(of({ kind: text('cat'), lives: NUMBER }), union([cat, dog])), []);
    assert.deepEqual(sent(of({ kind: text('cat'), tricks: NUMBER }), union([cat, dog])), ['missing lives', 'unknown tricks']);
  });

  it('differs in kind only where the kinds can never meet', () => {
    const values = (shape: Shape) => of({ a: shape });
    assert.deepEqual(sent(values(STRING), values(list(STRING))), ['mismatch a']);
    assert.deepEqual(sent(values(list(STRING)), values(of({}))), ['mismatch a']);
    assert.deepEqual(sent(values(text('12')), values(NUMBER)), []);
    assert.deepEqual(sent(values(text('many')), values(NUMBER)), ['mismatch a']);
    assert.deepEqual(sent(values(text('c')), values(union([text('a'), text('b')]))), ['mismatch a']);
    assert.deepEqual(sent(values(NULL), values(NUMBER)), []);
  });
});

describe('model/contract/compare: what is read', () => {
  it('is not there', () => {
    assert.deepEqual(read(of({ titel: STRING }), of({ title: STRING })), ['unknown titel (title)']);
    assert.deepEqual(read(list(of({ a: STRING })), list(of({ b: STRING }))), ['unknown [].a']);
    assert.deepEqual(read(of({ a: STRING }), of({ b: STRING }, {}, true)), []);
  });

  it('is of another kind', () => {
    assert.deepEqual(read(list(of({ a: STRING })), of({ items: list(STRING) })), ['mismatch ']);
    assert.deepEqual(read(of({ items: STRING }), list(STRING)), ['mismatch ']);
    assert.deepEqual(read(of({ a: STRING }), NONE), ['mismatch ']);
    assert.deepEqual(read(union([list(unknownShape('?')), STRING]), of({ length: NUMBER })), []);
  });

  it('is silent where one of several answers has it, and of what the UI adds itself', () => {
    assert.deepEqual(read(of({ a: STRING }), union([of({ a: STRING }), of({ b: STRING })])), []);
    assert.deepEqual(read(of({}, { open: optional(STRING) }), of({ a: STRING })), []);
  });
});

describe('model/contract/compare: near names', () => {
  it('folds case and joints before letters', () => {
    assert.equal(nearName('userName', ['user_name', 'username2']), 'user_name');
    assert.equal(nearName('tasks', ['task', 'total']), 'task');
    assert.equal(nearName('owner', ['total']), undefined);
    assert.equal(nearName('name', ['names', 'namex']), undefined);
  });
});
