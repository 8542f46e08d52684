/** The annotations of the fields of new models, as the file that they stand in writes its own. */
import type { ObjectShape, Shape } from '../../model/shapes/shape';
import type { Project } from '../project';
import { isCount, isQuantity, isText } from '../python/counts';
import { segmentsOf } from '../segments';
import { styleOf } from '../style';
import { type FieldType, fieldTypeIn, withoutNone } from './field-types';
import { identifier, pascal, singular } from './names';
import { quoted } from './printer';

interface Around {
  assume(sentence: string): void;
  things: readonly string[];
  /** The name of the model for an object. */
  object(shape: ObjectShape, name: string): string;
}

const NUMBER = /^(int|float|Decimal)$/;

export class Annotations {
  /** What has to be imported for them. */
  readonly typing = new Set<string>();
  private readonly text: string;

  constructor(
    private readonly project: Project,
    private readonly file: string,
    private readonly around: Around,
  ) {
    this.text = project.text(file) ?? '';
  }

  /** How the models that are there type a field of this name. */
  like(field: string): FieldType | undefined {
    return field === '' ? undefined : fieldTypeIn(this.project, this.file, this.around.things, field);
  }

  anyDict(): string {
    this.typing.add('Any');
    return `${this.generic('dict')}[str, Any]`;
  }

  /** The annotation for a shape; a new class is called `name`. */
  of(shape: Shape, name: string, field = ''): string {
    switch (shape.kind) {
      case 'string':
        return /(^|_)id$/.test(field) ? this.textLike(field) : this.timeLike(field);
      case 'boolean':
        return 'bool';
      case 'null':
      case 'none':
        return 'None';
      case 'number':
        return this.number(field);
      case 'literal':
        // One value alone is what this call happens to send.
        if (typeof shape.value === 'number') return this.number(field, Number.isInteger(shape.value));
        return this.of({ kind: typeof shape.value as 'string' | 'number' | 'boolean' }, name, field);
      case 'list':
        return `${this.generic('list')}[${this.of(shape.of, `${name}${pascal(singular(field)) || 'Item'}`, singular(field))}]`;
      case 'union':
        return this.union(shape.of, name, field);
      case 'object':
        // What the UI has a name for below the answer itself is called so here, too.
        if (!shape.values || Object.keys(shape.fields).length)
          return this.around.object(shape, field !== '' && /^[A-Z][A-Za-z]+$/.test(shape.name ?? '') ? shape.name! : name);
        return `${this.generic('dict')}[str, ${this.of(shape.values, `${name}Value`)}]`;
      default: {
        const like = this.like(field);
        if (like) return like.text;
        if (isText(field) || isQuantity(field)) {
          const type = isText(field) ? 'str' : 'int';
          this.around.assume(`${field} is a ${type === 'str' ? 'text' : 'whole number'}, by its name.`);
          return type;
        }
        this.typing.add('Any');
        this.around.assume(`Nothing tells of which type ${field || 'it'} is.`);
        return 'Any';
      }
    }
  }

  /** 'uuid.UUID' where other ids are such; what comes as a text is no number. */
  private textLike(field: string): string {
    const like = withoutNone(this.like(field)?.text ?? 'str');
    return NUMBER.test(like) ? 'str' : like;
  }

  /** 'datetime' where the models that are there have such a field. */
  private timeLike(field: string): string {
    const like = withoutNone(this.like(field)?.text ?? '');
    return /(?:^|\.)(?:datetime|date|time)$/.test(like) ? like : 'str';
  }

  /** A fraction does no harm where a whole number comes; the other way round the answer or the request is refused. */
  private number(field: string, isWhole = false): string {
    const like = this.like(field);
    if (like && NUMBER.test(withoutNone(like.text))) return withoutNone(like.text);
    if (isCount(field) || this.isThing(field)) return 'int';
    this.around.assume(isWhole ? `${field || 'A number'} is a whole number.` : `${field || 'A number'} may have a fraction.`);
    return isWhole ? 'int' : 'float';
  }

  /** A number under the name of something that the API has is its id, under that of all of them how many there are. */
  private isThing(field: string): boolean {
    const word = identifier(field);
    const isMany = singular(word) !== word;
    return this.project.api.served.some((r) =>
      segmentsOf(r.path).some((s) => (isMany ? identifier(s) === word : s !== word && singular(identifier(s)) === word)),
    );
  }

  private literal(values: readonly (string | number | boolean)[]): string {
    this.typing.add('Literal');
    const { quote } = styleOf(this.project, this.file);
    return `Literal[${values.map((v) => (typeof v === 'string' ? quoted(v, quote) : v === true ? 'True' : v === false ? 'False' : v)).join(', ')}]`;
  }

  private union(of: readonly Shape[], name: string, field: string): string {
    const literals = of.flatMap((s) => (s.kind === 'literal' ? [s.value] : []));
    const rest = of.filter((s) => s.kind !== 'literal' && s.kind !== 'null' && s.kind !== 'none' && s.kind !== 'unknown');
    const parts = [
      ...new Set([...(literals.length ? [this.literal(literals)] : []), ...rest.map((s) => this.of(s, name, field))]),
    ];
    const isOptional = of.some((s) => s.kind === 'null' || s.kind === 'none');
    const isOld = parts.length > 1 && this.oldStyle();
    if (isOld) this.typing.add('Union');
    const joined = isOld ? `Union[${parts.join(', ')}]` : parts.join(' | ');
    return isOptional ? this.optional(joined || 'Any') : joined || this.of({ kind: 'unknown', why: '' }, name, field);
  }

  optional(type: string): string {
    if (type === 'Any' || /\| None$|^Optional\[/.test(type)) return type;
    if (!this.oldStyle()) return `${type} | None`;
    this.typing.add('Optional');
    return `Optional[${type}]`;
  }

  private oldStyle(): boolean {
    return /\bOptional\[/.test(this.text);
  }

  private generic(name: 'list' | 'dict'): string {
    const old = name === 'list' ? 'List' : 'Dict';
    if (!new RegExp(`\\b${old}\\[`).test(this.text)) return name;
    this.typing.add(old);
    return old;
  }
}
