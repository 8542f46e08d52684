/** Routes and calls as symbols: `GET /api/tasks`. */
import { type ApiView, distinct, type Place, titleOf } from './view';

export interface ApiSymbol {
  name: string;
  /** The handler of a route, the client of a call. */
  detail: string;
  kind: 'route' | 'call';
  place: Place;
}

/** In the order in which they are written. */
export function symbolsOf(view: ApiView, file: string): ApiSymbol[] {
  const routes = routeSymbols(view).filter((symbol) => symbol.place.file === file);
  const calls = distinct(view.calls().filter((call) => call.file === file && call.path !== null && call.status !== 'external'));
  const symbols = [
    ...routes,
    ...calls.map((call): ApiSymbol => ({ name: titleOf(call), detail: call.client, kind: 'call', place: call })),
  ];
  return symbols.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
}

/** Routes that hold the letters of the query in this order, those that hold it whole first. */
export function findSymbols(view: ApiView, query: string): ApiSymbol[] {
  const wanted = query.toLowerCase().replace(/\s+/g, '');
  const fits = (name: string) => {
    let at = 0;
    for (const letter of name.toLowerCase()) if (letter === wanted[at]) at++;
    return at === wanted.length;
  };
  const found = routeSymbols(view).filter((symbol) => fits(`${symbol.name} ${symbol.detail}`));
  const whole = (symbol: ApiSymbol) => symbol.name.toLowerCase().includes(query.toLowerCase());
  return [...found.filter(whole), ...found.filter((symbol) => !whole(symbol))];
}

function routeSymbols(view: ApiView): ApiSymbol[] {
  const known = view.routes().filter((route) => route.path !== null);
  return known.map((route) => ({ name: titleOf(route), detail: route.handler ?? '', kind: 'route', place: route }));
}
