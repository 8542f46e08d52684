/** What is decided about a new route before a line of it is written. */

import type { Call } from '../../model/calls/calls';
import type { Shape } from '../../model/shapes/shape';
import type { WantedImports } from '../python/wanted-imports';
import type { Answer } from './answer';
import type { Asked } from './callers';
import type { Envelope } from './envelope';
import type { Form } from './forms';
import type { Home } from './home';
import type { Keys } from './keys';
import type { Handing } from './layer-call';
import type { Lookup } from './lookup';
import type { Models } from './models';
import type { Intent } from './names';
import type { Storing } from './storage';
import type { Whole } from './whole';

export interface Plan {
  call: Call;
  home: Home;
  method: string;
  /** With the names of its parameters, as it is to be served. */
  path: string;
  intent: Intent;
  handler: string;
  /** What it does, in a name: the handler's own but where that is only its verb. */
  called: string;
  /** What the names of siblings begin with, whatever they do: 'api_'. */
  affix: string;
  /** What the siblings do, those of the same verb first. */
  lookup: Lookup | undefined;
  /** Of a route of a collection: how siblings answer with one of its things. */
  one: Lookup | undefined;
  /** What its callers send and read. */
  details: Asked;
  /** Types of parameters of the path, as the models around them type these keys, by name. */
  keys: Keys;
  /** Types of parameters that the UI declares, by name. */
  holes: ReadonlyMap<string, string>;
  isAsync: boolean;
  /** What handlers call what is sent, where siblings are sent nothing: 'data'. */
  sentAs: string | undefined;
  /** What siblings put around what they answer with. */
  envelope?: Envelope;
}

/** What the handler is made of. */
export interface Parts {
  models: Models;
  answer: Answer;
  body: Shape | undefined;
  bodyType: string | undefined;
  /** What a form sends, instead of a body. */
  form?: Form;
  /** The function of the layer below that does the work. */
  handing?: Handing;
  /** What stores the change, where no layer does. */
  storing?: Storing;
  /** What makes one more of a collection, or reads all of it. */
  whole?: Whole;
  imports: WantedImports;
  assume(sentence: string): void;
}
