/** The imports that the parts of an edit need, file by file, written once for each file at the end. */
import type { EditBuilder } from '../edit';
import type { Project } from '../project';
import { styleOf } from '../style';
import { addImports, type NewImport } from './imports';
import { isOwnModule } from './modules';

export class WantedImports {
  private readonly files = new Map<string, NewImport[]>();

  add(file: string, imports: readonly NewImport[]): void {
    if (imports.length) this.files.set(file, [...(this.files.get(file) ?? []), ...imports]);
  }

  of(file: string): readonly NewImport[] {
    return this.files.get(file) ?? [];
  }

  write(project: Project, edit: EditBuilder): void {
    for (const [file, imports] of this.files) {
      const text = project.text(file);
      if (text === undefined) continue;
      for (const one of addImports(text, imports, isOwnModule(project, file), styleOf(project, file).width))
        edit.replace(file, one.from, one.to, one.text);
    }
  }
}
