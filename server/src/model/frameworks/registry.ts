/** The frameworks whose routes are understood. A new one is a file, a line here and a fixture. */
import type { Framework } from '../routes/registration';
import { fastapi } from './fastapi';
import { flask } from './flask';
import { libraryPages } from './library-pages';
import { restful } from './restful';

export const frameworks: readonly Framework[] = [fastapi, flask, restful, libraryPages];
