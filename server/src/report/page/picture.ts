/**
 * The picture of who calls what: the UI's files on the left, routers on the right, a line for the calls between two of them. Names are buttons in two
 * lists, which a keyboard and a screen reader go through; the lines are for the eye. Choosing a name leaves only its own lines bright.
 */
import { ownRoutes } from '../overview';
import type { Context } from './detail';
import { announce, button, freshId, h, labelled, set, several, svg } from './dom';
import { type Graph, graphOf, type Node, type View } from './graph';

const ROW = 24;
/** More files than this on a side are shown by folder. */
const MANY = 40;

export class PictureView {
  readonly element: HTMLElement;
  private readonly view: View & { opened: Set<string> };
  private readonly canvas = h('div', { class: 'graph' });
  private readonly about = h('p', { class: 'quiet', role: 'status' });
  private chosen: string | undefined;
  private readonly id = freshId();

  constructor(private readonly context: Context) {
    const { model } = context;
    const callers = new Set(model.data.calls.map((call) => call.file)).size;
    const routers = new Set(ownRoutes(model.data).map((route) => route.file)).size;
    this.view = { folders: { left: callers > MANY, right: routers > MANY * 2 }, opened: new Set() };
    const controls = h(
      'div',
      { class: 'controls' },
      this.folders('left', 'UI by folder'),
      this.folders('right', 'Routers by folder'),
    );
    this.element = h(
      'section',
      { class: 'view', 'aria-label': 'Who calls what' },
      h('h2', {}, 'Who calls what'),
      this.help(),
      controls,
      this.about,
      this.canvas,
    );
    this.draw();
  }

  private help(): HTMLElement {
    return h(
      'p',
      { class: 'quiet' },
      'Choose a file to see only its lines; choose a router to see its routes. Lines are as thick as the calls are many.',
    );
  }

  private folders(side: 'left' | 'right', label: string): HTMLElement {
    const box = h('input', { type: 'checkbox' });
    box.checked = this.view.folders[side];
    box.addEventListener('change', () => {
      this.view.folders[side] = box.checked;
      this.view.opened.clear();
      this.chosen = undefined;
      this.draw();
    });
    return labelled(label, box);
  }

  private draw(): void {
    const graph = graphOf(this.context.model, this.view);
    const height = Math.max(graph.left.length, graph.right.length) * ROW;
    const near = this.nearTo(graph);
    const side = (name: string, label: string, nodes: readonly Node[]) =>
      h(
        'div',
        { class: name },
        h('h3', { id: `${this.id}-${name}` }, label),
        h('ul', { 'aria-labelledby': `${this.id}-${name}` }, ...nodes.map((node) => h('li', {}, this.node(node, near)))),
      );
    const lines = this.lines(graph, height);
    this.canvas.replaceChildren(
      side('left', 'UI', graph.left),
      h('div', { class: 'lines' }, lines),
      side('right', 'Routers', graph.right),
    );
    this.about.textContent = this.said(graph);
  }

  /** The chosen node and what it is linked with; undefined where all are. */
  private nearTo({ links }: Graph): Set<string> | undefined {
    const { chosen } = this;
    if (chosen === undefined) return undefined;
    const touches = links.filter((link) => link.from === chosen || inside(link.to, chosen));
    return new Set([chosen, ...touches.flatMap(({ from, to }) => [from, to, to.split('\n')[0] ?? to])]);
  }

  private node(node: Node, near: Set<string> | undefined): HTMLElement {
    const isFar = near !== undefined && !near.has(node.key) && !near.has(node.key.split('\n')[0] ?? '');
    const attributes = {
      class: `node ${node.kind}${isFar ? ' far' : ''}`,
      'aria-pressed': String(this.chosen === node.key),
      'aria-expanded': node.kind === 'router' ? String(this.view.opened.has(node.key)) : undefined,
      title: node.name,
    };
    const element = button('', attributes, () => this.choose(node));
    const words = `, ${several(node.calls, 'call')}`;
    element.append(
      h('span', { class: 'name' }, h('bdi', {}, node.name)),
      h('span', { class: 'calls', 'aria-hidden': 'true' }, String(node.calls)),
      h('span', { class: 'unseen' }, words),
    );
    return element;
  }

  private choose(node: Node): void {
    const again = this.chosen === node.key;
    this.chosen = again ? undefined : node.key;
    if (node.kind === 'router') {
      this.view.opened.clear();
      if (!again) this.view.opened.add(node.key);
    }
    this.draw();
    // The list is new; the reader stays where they were.
    for (const element of this.canvas.querySelectorAll('button')) if (element.title === node.name) element.focus();
    announce(this.about.textContent ?? '');
  }

  private lines({ left, right, links }: Graph, height: number): SVGElement {
    const at = (nodes: readonly Node[]) => new Map(nodes.map(({ key }, i) => [key, i * ROW + ROW / 2]));
    const [from, to] = [at(left), at(right)];
    const most = Math.max(1, ...links.map(({ calls }) => calls));
    const picture = svg('svg', {
      viewBox: `0 0 100 ${height}`,
      preserveAspectRatio: 'none',
      'aria-hidden': 'true',
      focusable: 'false',
    });
    picture.style.height = `${height}px`;
    for (const link of [...links].sort((a, b) => Number(this.isBright(a)) - Number(this.isBright(b)))) {
      const [y, z] = [from.get(link.from), to.get(link.to)];
      if (y === undefined || z === undefined) continue;
      const kind = link.to.startsWith('!') ? link.to.slice(1) : 'router';
      const bright = this.chosen === undefined ? '' : this.isBright(link) ? ' bright' : ' dim';
      const path = svg('path', { d: `M0 ${y}C50 ${y} 50 ${z} 100 ${z}`, class: `line ${kind}${bright}` });
      set(path, { 'stroke-width': (1 + 5 * Math.sqrt(link.calls / most)).toFixed(1) });
      picture.append(path);
    }
    return picture;
  }

  private isBright({ from, to }: { from: string; to: string }): boolean {
    return this.chosen !== undefined && (from === this.chosen || inside(to, this.chosen));
  }

  private said({ left, right, links }: Graph): string {
    const { chosen } = this;
    if (chosen === undefined)
      return `${several(left.length, 'place')} in the UI, ${several(right.length, 'place')} that answer, ${several(links.length, 'line')}.`;
    const own = links.filter((link) => this.isBright(link));
    const ends = [...new Set(own.map(({ from, to }) => (from === chosen ? (to.split('\n').at(-1) ?? to) : from)))].map((name) =>
      name.replace(/^!missing$/, 'no route').replace(/^!/, ''),
    );
    const shown = ends.slice(0, 8).join(', ') + (ends.length > 8 ? `, and ${ends.length - 8} more` : '');
    return `${chosen.replace(/^!/, '').split('\n').at(-1)}: ${several(
      own.reduce((sum, { calls }) => sum + calls, 0),
      'call',
    )}${shown ? `: ${shown}` : ''}.`;
  }
}

const inside = (key: string, chosen: string) => key === chosen || key.startsWith(`${chosen}\n`);
