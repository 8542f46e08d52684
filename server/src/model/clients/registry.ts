/** The clients whose calls are understood, most specific first. A new one is a file, a line here and a fixture. */
import type { Client } from '../requests/request';
import { alova } from './alova';
import { angular } from './angular';
import { axios } from './axios';
import { elements } from './elements';
import { fetchClient } from './fetch';
import { htmx } from './htmx';
import { jquery } from './jquery';
import { ky } from './ky';
import { mocks } from './mocks';
import { openapi } from './openapi';
import { pages } from './pages';
import { queries } from './queries';
import { rtkQuery } from './rtk-query';
import { servers } from './servers';
import { sockets } from './sockets';
import { superagent } from './superagent';
import { unknownClient } from './unknown-client';
import { uploads } from './uploads';
import { vueuse } from './vueuse';
import { wretch } from './wretch';
import { xhr } from './xhr';

export const clients: readonly Client[] = [
  servers,
  mocks,
  fetchClient,
  axios,
  jquery,
  xhr,
  ky,
  wretch,
  superagent,
  alova,
  vueuse,
  htmx,
  uploads,
  angular,
  queries,
  rtkQuery,
  openapi,
  sockets,
  elements,
  pages,
  unknownClient,
];
