/** What is known of calls by their form: see interest.ts for what hangs on them. */
import type { Expr, X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';

export interface DirectInterest {
  name: string;
  lang: 'python' | 'web';
  /** Whether a call matters by its form alone; `called`: its result is called in turn, as a decorator factory's is; `imports`: what the file imports. */
  direct(chunk: Chunk, e: Expr, called: boolean, imports: ReadonlySet<string>): boolean;
  /** Whether a function that returns this call gives something of which a call matters: the factory of a decorator. */
  returned?(chunk: Chunk, e: Expr, imports: ReadonlySet<string>): boolean;
  /** Whether a variable that is given this call holds something of which a call matters. */
  stored?(chunk: Chunk, e: Expr, imports: ReadonlySet<string>): boolean;
  /** Of what is made by a library's constructor of this name, only these arguments are asked for later; undefined: all of them may be. */
  shapes?(name: string): ReadonlySet<string> | undefined;
  /** A file that has none of these words has nothing that matters by its form. */
  words?: readonly string[];
  /** Where more names than so many matter, or more calls, it is not followed: it stands everywhere. See `Interest.isTooMuch`. */
  most?: number;
  /** Whether setting an item of this object is an effect: `ROUTERS[name] = router`. */
  items?(chunk: Chunk, object: X): boolean;
  /** What goes by these names outside of the project matters when called, also where a class inherits from it. */
  callees?: readonly string[];
  /** Members that, handed to a function as they are, make what it gives a factory: `protect(router.get, "/x")`. */
  factories?: ReadonlySet<string>;
  /** Members that matter as they are, given another name or put in a table: `get = app.get`. Calling what a 'factory' gives does, or it itself. */
  taken?(name: string, imports: ReadonlySet<string>): 'factory' | 'direct' | undefined;
  /** Fields whose assignment is an effect. */
  fields?: ReadonlySet<string>;
}
