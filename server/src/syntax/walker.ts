/**
 * A walk over a tree in the order of its text.
 *
 * web-tree-sitter's TreeCursor copies its state into the wasm module's memory before every question. A walk that nothing interrupts
 * can leave it there: this one calls the module's own functions, which halves the cost of copying a tree. They are no public
 * interface, so where one is missing the TreeCursor serves instead; a test holds that both see the same.
 */
import type { Tree } from 'web-tree-sitter';

export interface Walker {
  type(): number;
  field(): number;
  from(): number;
  to(): number;
  first(): boolean;
  next(): boolean;
  up(): void;
  /** Ends the walk. Nothing else may be asked of the tree or any other before. */
  end(): void;
}

/** What the module puts, under these names, on the object that it was started with. */
const functions = {
  root: '_ts_tree_root_node_wasm',
  begin: '_ts_tree_cursor_new_wasm',
  end: '_ts_tree_cursor_delete_wasm',
  type: '_ts_tree_cursor_current_node_type_id_wasm',
  field: '_ts_tree_cursor_current_field_id_wasm',
  from: '_ts_tree_cursor_start_index_wasm',
  to: '_ts_tree_cursor_end_index_wasm',
  first: '_ts_tree_cursor_goto_first_child_wasm',
  next: '_ts_tree_cursor_goto_next_sibling_wasm',
  up: '_ts_tree_cursor_goto_parent_wasm',
} as const;

type Call = (tree: number) => number;
type Direct = Record<keyof typeof functions, Call>;

let direct: Direct | undefined;

/** `module`: the object given to `Parser.init`, once that has finished. */
export function useModule(module: object): void {
  const found: Partial<Direct> = {};
  for (const [name, exported] of Object.entries(functions)) {
    const call: unknown = Reflect.get(module, exported);
    if (typeof call !== 'function') return;
    found[name as keyof Direct] = call as Call;
  }
  direct = found as Direct;
}

/** Whether trees are walked by the module's own functions. */
export function isDirect(): boolean {
  return direct !== undefined;
}

export function walk(tree: Tree): Walker {
  const handle: unknown = Reflect.get(tree, 0);
  return direct && typeof handle === 'number' ? directly(direct, handle) : withCursor(tree);
}

function directly(calls: Direct, tree: number): Walker {
  const { end, type, field, from, to, first, next, up } = calls;
  calls.root(tree);
  calls.begin(tree);
  return {
    type: () => type(tree),
    field: () => field(tree),
    from: () => from(tree),
    to: () => to(tree),
    first: () => first(tree) === 1,
    next: () => next(tree) === 1,
    up: () => up(tree),
    end: () => end(tree),
  };
}

export function withCursor(tree: Tree): Walker {
  const cursor = tree.walk();
  return {
    type: () => cursor.nodeTypeId,
    field: () => cursor.currentFieldId,
    from: () => cursor.startIndex,
    to: () => cursor.endIndex,
    first: () => cursor.gotoFirstChild(),
    next: () => cursor.gotoNextSibling(),
    up: () => cursor.gotoParent(),
    end: () => cursor.delete(),
  };
}
