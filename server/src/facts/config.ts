/** What a crosswire.json and an OpenAPI file say, as facts. See server/docs/crosswire-json.md for what each entry means. */

export type Level = 'error' | 'warning' | 'hint' | 'off';
export const LEVELS: readonly Level[] = ['error', 'warning', 'hint', 'off'];

/** In the order of the file; what is broken is left out. The layout has a chunk of spans for each list of the same name. */
export interface CrosswireConfig {
  include: string[];
  exclude: string[];
  backends: BackendConfig[];
  ui: { folder: string; backends: string[] }[];
  baseUrls: { name: string; url: string }[];
  rules: { rule: string; level: Level }[];
  record?: RecordConfig;
}

export const RECORD_PARTS = ['backlog', 'progress', 'journal', 'runs'] as const;
export type RecordPart = (typeof RECORD_PARTS)[number];

/** Where the record of findings is kept: the folder of all, single files. A text alone is the folder. */
export type RecordConfig = { [K in 'folder' | RecordPart]?: string };

export interface BackendConfig {
  name: string;
  /** As written, from the folder of the file. One of the two is there. */
  folder?: string;
  openapi?: string;
  /** What stands before its paths where the UI asks: 'https://api.example.org/v1', '/billing'. */
  urls: string[];
}

export interface OpenApiFacts {
  kind: 'settings';
  of: 'openapi';
  title?: string;
  /** 'https://api.example.org/v1', '/v1', with the defaults of their variables filled in; none: where the file is served. */
  servers: string[];
  /** In the order of the file. The layout has their verbs. */
  operations: OpenApiOperation[];
  /** Paths that stand in other files: '/pets' in 'paths/pets.yaml#/collection'. */
  elsewhere?: { path: string; ref: string }[];
  /** What was not understood. */
  damaged?: string;
}

/** A file that holds a part of an API's description: of each operation `path` is the JSON pointer to the path item around it. */
export interface OpenApiPart {
  kind: 'settings';
  of: 'openapi-part';
  operations: OpenApiOperation[];
}

export interface OpenApiOperation {
  /** Upper case. */
  method: string;
  /** As written: '/pets/{petId}' */
  path: string;
  id?: string;
  /** Those of the path item or operation, where they are not its document's. */
  servers?: string[];
  query: { name: string; required?: true }[];
  /** Keys of a JSON or form body, as far as they are listed. */
  body?: string[];
  deprecated?: true;
}
