/** Pydantic models for what a call sends and reads: one that is there already, else new ones where the project keeps its models. */

import { basename, dirname, stem } from '../../base/uri';
import { fieldsOf, isOptional, type ModelField, type PyType } from '../../model/details/python-types';
import type { ObjectShape, Shape } from '../../model/shapes/shape';
import type { EditBuilder } from '../edit';
import type { Project } from '../project';
import { carried } from '../python/carry';
import { addImports, importsOf, type NewImport } from '../python/imports';
import { isOwnModule, moduleName } from '../python/modules';
import { isPydantic1, rowsConfig } from '../python/pydantic';
import type { WantedImports } from '../python/wanted-imports';
import { styleOf } from '../style';
import { Annotations } from './annotations';
import { exampleOf } from './field-types';
import type { Home } from './home';
import { modelsFileOf, placeFor } from './model-place';
import { GIVEN, mayHold, TAKEN } from './model-types';
import { attribute, freeOf, identifier, isAttribute, pascal, singular } from './names';
import { quoted } from './printer';

interface NewClass {
  name: string;
  lines: string[];
  shape: string;
  /** `model_config = ConfigDict(from_attributes=True)` */
  config?: string;
}

export class Models {
  /** Where the project keeps them. */
  readonly file: string;
  private readonly classes: NewClass[] = [];
  private readonly types: Annotations;
  private isSent = false;
  private isAliased = false;
  private readonly text: string;
  private readonly base: { name: string; module: string | undefined };

  constructor(
    private readonly project: Project,
    private readonly home: Home,
    assume: (sentence: string) => void,
    /** What the route is about, the nearest first, each in the singular. */
    things: readonly string[],
    /** What it does: 'Create'. */
    private readonly action: string,
  ) {
    this.file = modelsFileOf(project, home);
    this.text = project.text(this.file) ?? '';
    this.base = this.baseClass();
    this.types = new Annotations(project, this.file, { assume, things, object: (shape, name) => this.object(shape, name) });
  }

  private baseClass(): { name: string; module: string | undefined } {
    const bases = [...this.text.matchAll(/^class \w+\((\w+)\):/gm)]
      .map((m) => m[1]!)
      .filter((b) => !/Enum|Exception|Base$|^str$/.test(b));
    const usual = bases.sort((a, b) => bases.filter((x) => x === b).length - bases.filter((x) => x === a).length)[0];
    const fields = (name: string) => fieldsOf(this.project.api.ctx, { file: this.file, chunk: name }).length;
    if (usual && usual !== 'BaseModel' && fields(usual) === 0) return { name: usual, module: undefined };
    return { name: 'BaseModel', module: 'pydantic' };
  }

  /** The annotation for a shape; a new class is called `name`. */
  annotation(shape: Shape, name: string, field = ''): string {
    return this.types.of(shape, name, field);
  }

  /** The type that a field of this name gets. */
  typeOf(field: string, shape: Shape): PyType | undefined {
    const names: Record<string, string> = { number: 'int', string: 'str' };
    const name = names[shape.kind];
    return this.types.like(field)?.type ?? (name === undefined ? undefined : { kind: 'plain', name });
  }

  /** The same for what is sent: a model that is there must not ask for what some callers leave out. */
  sentAnnotation(shape: Shape, name: string): string {
    this.isSent = true;
    const annotation = this.annotation(shape, name);
    this.isSent = false;
    return annotation;
  }

  /** A value for a field of an annotation that names a model, else of a field as the models around it type it. */
  valueFor(annotation: string | undefined, field: string, quote: '"' | "'", full: boolean): string | undefined {
    const name = /(\w+)\]*$/.exec(annotation ?? '')?.[1] ?? '';
    const isModel = this.project.chunk(this.file, name)?.kind === 'class';
    const own = isModel ? fieldsOf(this.project.api.ctx, { file: this.file, chunk: name }) : [];
    const type = own.find((f) => (f.alias ?? f.name) === field)?.type ?? this.types.like(field)?.type;
    return type && exampleOf(type, quote, full);
  }

  private object(shape: ObjectShape, name: string): string {
    const fields = Object.entries(shape.fields).filter(([key]) => /[A-Za-z]/.test(key));
    if (!fields.length) {
      return this.types.anyDict();
    }
    const known = this.existing(
      fields.map(([key, f]) => ({ key, required: !f.optional, shape: f.shape })),
      shape.name ?? name,
    );
    if (known) return known;
    const lines = fields.map(([key, { shape: of, optional }]) => {
      const type = this.types.of(of, `${name}${pascal(key)}`, key);
      if (!isAttribute(key)) return this.aliased(key, optional ? this.types.optional(type) : type, optional === true);
      return optional ? `${key}: ${this.types.optional(type)} = None` : `${key}: ${type}`;
    });
    const body = lines.join('\n');
    const twin = this.classes.find((c) => c.shape === body);
    if (twin) return twin.name;
    const taken = [...Object.keys(this.project.chunk(this.file, '')?.vars ?? {}), ...this.classes.map((c) => c.name)];
    // 'BookLoanCreateOut' where a BookLoanOut has other fields.
    const [, start = name, ending = ''] = /^(\w+?)(Out|Read|Response|Schema|Public|View|DTO)$/.exec(name) ?? [];
    const own = freeOf([name, `${start}${this.action}${ending}`], taken);
    this.classes.push({ name: own, lines, shape: body });
    return own;
  }

  /** `from_: str = Field(alias="from")` */
  private aliased(key: string, type: string, optional: boolean): string {
    this.isAliased = true;
    const alias = `alias=${quoted(key, styleOf(this.project, this.file).quote)}`;
    return `${attribute(key)}: ${type} = Field(${optional ? 'default=None, ' : isPydantic1(this.project, [this.file]) ? '..., ' : ''}${alias})`;
  }

  /** A model that has just these fields, the one of this name first. */
  private existing(fields: readonly { key: string; required: boolean; shape: Shape }[], name: string): string | undefined {
    const { ctx } = this.project.api;
    const classes = Object.keys(this.project.chunk(this.file, '')?.vars ?? {}).filter(
      (n) => this.project.chunk(this.file, n)?.kind === 'class',
    );
    // pydantic 1 does not ask for what may be None.
    const isOld = isPydantic1(this.project, [this.file]);
    const isNeeded = (f: ModelField) => f.required && !(isOld && isOptional(f.type));
    const fitting = classes.filter((n) => n === name || !(this.isSent ? GIVEN : TAKEN).test(n));
    const ranked = fitting.sort((a, b) => Number(b === name) - Number(a === name));
    return ranked.find((n) => {
      const own = fieldsOf(ctx, { file: this.file, chunk: n });
      const wire = (f: ModelField) => f.alias ?? f.name;
      if (own.length !== fields.length || !own.length) return false;
      return fields.every(({ key, required, shape }) =>
        own.some(
          (f) =>
            wire(f) === key &&
            mayHold(f.type, shape) &&
            (this.isSent ? required || !isNeeded(f) : f.required || !required || n === name),
        ),
      );
    });
  }

  /** Whether something new is declared. */
  get declared(): readonly string[] {
    return this.classes.map((c) => c.name);
  }

  /** A new model that rows are read into says so as the models beside it do. */
  answersRows(name: string): void {
    const own = this.classes.find((c) => c.name === name);
    const config = rowsConfig(this.text, styleOf(this.project, this.file).indent);
    if (own && config !== undefined) own.config = config;
  }

  /** How a model of the models' file is named in the router's file, and the import for that. */
  reference(name: string): { text: string; imports: NewImport[] } {
    if (this.file === this.home.file) return { text: name, imports: [] };
    const text = this.project.text(this.home.siblings[0]!.file) ?? '';
    const from = this.home.siblings[0]!.file;
    const isNew = this.declared.includes(name);
    if (isNew && this.inline) return { text: name, imports: [] };
    const module = isNew ? this.moduleOfNew(from) : moduleName(this.project, from, this.file);
    const last = module.split('.').at(-1)!;
    const asModule =
      importsOf(text).find((s) => s.names?.some((n) => n.name === last && !n.as)) &&
      new RegExp(`\\b${last}\\.[A-Z]\\w+`).test(text);
    if (asModule) return { text: `${last}.${name}`, imports: [] };
    return { text: name, imports: [{ module, name }] };
  }

  /** Where each thing has a folder of its own, siblings name the models of theirs: '.models', 'app.users.models'. */
  private moduleOfNew(from: string): string {
    const target = this.target();
    const [other, own] = [dirname(from), dirname(this.home.file)];
    if (other === own || dirname(target) !== own) return moduleName(this.project, from, target);
    const like = moduleName(this.project, from, this.file).split('.');
    return like.map((part) => (part === basename(other) ? basename(own) : part)).join('.');
  }

  /** Names of the models' file that are no other library's: its `List` is not its own. */
  private named(): string[] {
    const isOwn = isOwnModule(this.project, this.file);
    const foreign = new Set(
      importsOf(this.text).flatMap((s) => (isOwn(s.module) ? [] : (s.names ?? []).map((n) => n.as ?? n.name))),
    );
    const vars = Object.keys(this.project.chunk(this.file, '')?.vars ?? {});
    return [...this.declared, ...vars.filter((n) => !foreign.has(n))];
  }

  /** An annotation as the router's file names the models in it. */
  referenced(annotation: string): string {
    const known = new Set(this.named());
    return annotation.replace(/(?<![\w.'"])[A-Z]\w*/g, (name) => (known.has(name) ? this.reference(name).text : name));
  }

  /** An annotation that names models, as another module names them, and what it has to import for that; undefined where it names none. */
  carriedTo(to: string, annotation: string): { annotation: string; imports: NewImport[] } | undefined {
    const module = moduleName(this.project, to, this.target());
    const known = this.project.chunk(to, '')?.vars ?? {};
    const alias = module.split('.').at(-1)!;
    const bare = Object.hasOwn(known, alias) ? annotation : annotation.replace(new RegExp(`\\b${alias}\\.(?=[A-Z])`, 'g'), '');
    const names: string[] = bare.match(/(?<![\w.'"])[A-Za-z_]\w*/g) ?? [];
    const all = this.named();
    const own = names.filter((n) => all.includes(n) && /^[A-Z]/.test(n));
    if ((!own.length && bare === annotation) || this.inline || this.file === this.home.file || to === this.file) return undefined;
    const rest = carried(this.project, this.home.file, to, names.filter((n) => !own.includes(n) && !TYPING.test(n)).join(' '));
    const wanted = own.filter((n) => !Object.hasOwn(known, n)).map((name) => ({ module, name }));
    return rest && { annotation: bare, imports: [...rest, ...wanted] };
  }

  /** Where each thing has a module for its models, a new thing gets one too. */
  private target(): string {
    const { fresh } = this.home;
    const like = stem(this.home.siblings[0]!.file);
    if (!fresh || this.file === this.home.siblings[0]!.file) return fresh ? this.home.file : this.file;
    const own = stem(this.file);
    if (dirname(this.home.file) !== dirname(this.home.siblings[0]!.file)) return this.inFolder();
    const word = identifier(fresh.resource);
    const name = own === like ? word : own === singular(like) ? singular(word) : undefined;
    return name === undefined ? this.file : `${dirname(this.file)}/${name}.py`;
  }

  /** A folder for each thing holds its models, too. */
  private inFolder(): string {
    const { siblings, file } = this.home;
    return dirname(this.file) === dirname(siblings[0]!.file) ? `${dirname(file)}/${basename(this.file)}` : this.file;
  }

  write(edit: EditBuilder, imports: WantedImports): void {
    if (!this.classes.length) return;
    const target = this.target();
    if (target !== this.file) return this.writeFresh(edit, target);
    const { file } = this;
    const blocks = this.blocks();
    const at = placeFor(this.project, file, this.home);
    const why = 'what the call sends and reads';
    if (at.before) edit.insert(file, at.offset, `${blocks.join('\n\n')}\n\n`, why);
    else
      edit.insert(
        file,
        at.offset,
        `${this.text.slice(0, at.offset).endsWith('\n') ? '' : '\n'}${blocks.map((b) => `\n\n${b}`).join('')}`,
        why,
      );
    imports.add(file, this.imports());
  }

  private writeFresh(edit: EditBuilder, target: string): void {
    const { project, file } = this;
    if (target === this.home.file || project.text(target) !== undefined) return;
    const style = styleOf(project, file);
    const lines = this.classes.flatMap((c) => c.lines).join('\n');
    const there = Object.keys(project.chunk(file, '')?.vars ?? {}).filter(
      (n) => project.chunk(file, n)?.kind === 'class' && new RegExp(`(?<![\\w.])${n}\\b`).test(lines),
    );
    const own = this.base.module ? there : [...new Set([...there, this.base.name])];
    const base = own.map((name) => ({ module: moduleName(project, target, file), name }));
    const head = addImports('', [...this.imports(), ...base], isOwnModule(project, file), style.width).map((e) => e.text);
    edit.create(target, `${head.join('').trimEnd()}\n\n\n${this.blocks().join('\n\n')}`, file, 'what the call sends and reads');
  }

  blocks(): string[] {
    const { indent } = styleOf(this.project, this.file);
    return this.classes.map(({ name, lines, config }) => {
      const head = config === undefined ? '' : `${config}\n\n`;
      return `class ${name}(${this.base.name}):\n${head}${lines.map((l) => `${indent}${l}\n`).join('')}`;
    });
  }

  /** The new module holds its models itself. */
  get inline(): boolean {
    return this.classes.length > 0 && this.home.fresh !== undefined && this.target() === this.home.file;
  }

  /** What the file of the models needs; the router's own file adds these to its own. */
  imports(): NewImport[] {
    if (!this.classes.length) return [...this.types.typing].map((name) => ({ module: 'typing', name }));
    return [
      ...(this.base.module ? [{ module: this.base.module, name: this.base.name }] : []),
      ...(this.isAliased ? [{ module: 'pydantic', name: 'Field' }] : []),
      ...[...this.types.typing].map((name) => ({ module: 'typing', name })),
    ];
  }
}

/** Whoever writes an annotation imports these for it. */
const TYPING = /^(?:Any|Dict|List|Literal|Optional|Union)$/;
