/** Gives a dead button, link or form a handler that calls the route for which it was probably meant; a choice where several fit. */
import type { ControlFact } from '../../model/controls/controls';
import type { Served } from '../../rules/api';
import { sameSite } from '../../values/value';
import type { Edit } from '../edit';
import type { Fix, Offer } from '../fix';
import type { Project } from '../project';
import { angularOf, namesInClass, wireAngular } from './angular';
import { candidatesFor } from './candidates';
import { clientFor } from './client';
import { feedbackIn } from './feedback';
import { componentOf, namesAt, wireJsx } from './jsx';
import { mannerOf } from './manner';
import { wirePage } from './page';
import { type Spot, spotOf, valuesFor } from './place';
import { camel, type Plan } from './request';
import { namesInSvelte, wireSvelte } from './svelte';
import { namesInSetup, wireVue } from './vue';
import { optionsOf, wireVueOptions } from './vue-options';

export const deadButton: Fix = {
  rules: ['dead-button'],
  offers(project, { about: { control: site } }) {
    const control = site && project.api.controls.find((c) => sameSite(c.site, site));
    const spot = control && spotOf(project, control);
    if (!control || !spot) return [];
    const { routes, isClear } = candidatesFor(project, { ...control, label: labelOf(project, control) });
    return routes.flatMap((route, i): Offer[] => {
      const make = wiring(project, spot, route);
      if (!make) return [];
      const title = `Call ${route.method} ${route.path}${control.kind === 'form' ? ' when it is sent' : ' when it is pressed'}`;
      return [
        {
          id: `wire:${route.method} ${route.path}`,
          title,
          safe: false,
          ...(i === 0 && isClear ? { preferred: true } : { manual: true }),
          make,
        },
      ];
    });
  },
};

function wiring(project: Project, spot: Spot, route: Served): (() => Edit | undefined) | undefined {
  const { control } = spot;
  const { file } = control.site;
  const plan = (names: ReadonlySet<string>, near?: ReadonlySet<string>, mayHook = false): Plan | undefined => {
    const values = valuesFor(route.path, names, near);
    if (!values) return undefined;
    const feedback = feedbackIn(project, file, mayHook);
    const client = clientFor(project, file, route.path);
    return {
      route,
      label: labelOf(project, control),
      isForm: control.kind === 'form',
      values,
      feedback,
      ...(client ? { client } : {}),
      manner: mannerOf(project, file),
    };
  };
  if (/\.(?:jsx|tsx|js)$/.test(file)) {
    const component = componentOf(project, spot);
    const names = component && namesAt(project, spot, component);
    const near = new Set([...(names?.all ?? [])].filter((name) => !names?.own.has(name)));
    const made = names && plan(names.all, near, true);
    return made && component && (() => wireJsx(project, spot, made, component));
  }
  if (file.endsWith('.svelte')) {
    const made = plan(namesInSvelte(project, spot));
    return made && (() => wireSvelte(project, spot, made));
  }
  const options = file.endsWith('.vue') ? optionsOf(project, spot) : undefined;
  if (options) {
    const made = plan(options.names);
    return made && (() => wireVueOptions(project, spot, made, options));
  }
  const component = /\.(?:html|ts)$/.test(file) ? angularOf(project, spot) : undefined;
  if (component) {
    const made = plan(namesInClass(spot, component));
    return made && (() => wireAngular(project, spot, made, component));
  }
  if (file.endsWith('.vue')) {
    const names = namesInSetup(project, spot);
    const made = names && plan(names, undefined, true);
    return made && (() => wireVue(project, spot, made));
  }
  const made = /\.html?$/.test(file) ? plan(dataNames(spot)) : undefined;
  return made && (() => wirePage(project, spot, made));
}

/** A form is called what its button says. */
const labelOf = (project: Project, { label, kind, site }: ControlFact): string =>
  (kind === 'form' ? project.api.controls.find((c) => c.through.some((t) => sameSite(t, site)))?.label : undefined) ?? label;

/** What a page's element carries: `data-task-id`. */
const dataNames = ({ e }: Spot): Set<string> =>
  new Set(e.props.flatMap(({ key }) => (key?.startsWith('data-') ? [camel(key.slice(5))] : [])));
