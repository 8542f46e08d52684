/** Rewrites that hosting and development servers keep in a file: Angular's proxy.conf.json, vercel.json, firebase.json, netlify.toml, _redirects. */
import { parse } from 'smol-toml';
import type { ProxyRule } from '../facts';
import { parseJsonc } from './jsonc';
import { isRecord, list, none, type Read, reason, record, type SettingsKind, stringMap, strings } from './kind';

/** A rule, and a text in the file by which its place is found. */
type Rule = ProxyRule & { written?: string };

export const proxyJson: SettingsKind = {
  is: (name) => /^proxy(?:\.conf)?(?:[.-][\w-]+)*\.json$/.test(name) || name === 'vercel.json' || name === 'firebase.json',
  read(text, path) {
    const { value, error } = parseJsonc(text);
    if (error) return none(`broken JSON: ${error.message}`);
    const name = path.slice(path.lastIndexOf('/') + 1);
    return result(name === 'vercel.json' ? vercel(value) : name === 'firebase.json' ? firebase(value) : angular(value), text);
  },
};

export const netlify: SettingsKind = {
  is: (name) => name === 'netlify.toml',
  read(text) {
    try {
      const rules = list(record(parse(text)).redirects).map(record);
      return result(
        rules.filter(({ status }) => status === 200).flatMap(({ from, to }) => rule(from, to)),
        text,
      );
    } catch (error) {
      return none(`broken TOML: ${reason(error)}`);
    }
  },
};

/** `/api/*  https://api.example.com/:splat  200`; any other status sends the browser elsewhere. */
export const redirects: SettingsKind = {
  is: (name) => name === '_redirects',
  read(text) {
    const lines = text.split(/\r\n|\r|\n/).map((line) =>
      line
        .replace(/(?:^|\s)#.*/, '')
        .trim()
        .split(/\s+/),
    );
    return result(
      lines.filter((words) => words.some((word) => /^200!?$/.test(word))).flatMap(([from, to]) => rule(from, to)),
      text,
    );
  },
};

function result(rules: Rule[], text: string): Read {
  let last = 0;
  const spans = rules.flatMap(({ from, written }) => {
    const at = text.indexOf(written ?? from, last);
    if (at !== -1) last = at + 1;
    return [Math.max(0, at), Math.max(0, at) + (written ?? from).length];
  });
  if (rules.length === 0) return none('no rewrites');
  return { facts: { kind: 'settings', of: 'proxy', rules: rules.map(({ written: _, ...kept }) => kept) }, spans };
}

function rule(from: unknown, to: unknown): Rule[] {
  return typeof from === 'string' && typeof to === 'string' && from !== '' ? [{ from, to }] : [];
}

/** {"/api": {"target": …, "pathRewrite": {"^/api": ""}}} or [{"context": ["/api", "/auth"], "target": …}] */
function angular(value: unknown): Rule[] {
  const entries = Array.isArray(value)
    ? value
        .map(record)
        .flatMap((entry) =>
          (typeof entry.context === 'string' ? [entry.context] : strings(entry.context)).map((from) => [from, entry] as const),
        )
    : Object.entries(record(value)).filter(([, entry]) => isRecord(entry));
  return entries.flatMap(([from, entry]) => {
    const options = record(entry);
    const rewrite = Object.entries(stringMap(options.pathRewrite) ?? {}).map(([pattern, to]) => ({ pattern, to }));
    return rule(from, options.target).map((found) => ({ ...found, ...(rewrite.length > 0 && { rewrite }) }));
  });
}

/** "rewrites" (a list, or before and after the files), and "routes" of old with their regular expressions. */
function vercel(value: unknown): Rule[] {
  const { rewrites, routes } = record(value);
  const groups = Array.isArray(rewrites)
    ? rewrites
    : ['beforeFiles', 'afterFiles', 'fallback'].flatMap((name) => list(record(rewrites)[name]));
  const old = list(routes)
    .map(record)
    .filter(({ status }) => status === undefined);
  return [
    ...groups.map(record).flatMap(({ source, destination }) => rule(source, destination)),
    ...old.flatMap(({ src, dest }) => rule(typeof src === 'string' && !src.startsWith('^') ? `^${src}` : src, dest)),
  ];
}

/** A rewrite to a service is one to another server, by its name; what a function answers is its affair. */
function firebase(value: unknown): Rule[] {
  const hosting = record(value).hosting;
  const sites = Array.isArray(hosting) ? hosting : [hosting];
  const rewrites = sites.flatMap((site) => list(record(site).rewrites)).map(record);
  return rewrites.flatMap(({ source, destination, run, function: called }) => {
    const name = typeof called === 'string' ? called : record(called).functionId;
    const answered = typeof name === 'string' ? rule(source, name).map((one) => ({ ...one, answers: true as const })) : [];
    return answered.length ? answered : rule(source, destination ?? record(run).serviceId);
  });
}
