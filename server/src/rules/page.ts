/** Where a rule is explained: one page each, made from its meta. */

/** The project's home, as package.json names it. Filled in by the build. */
declare const __CROSSWIRE_HOME__: string;

export const HOME = __CROSSWIRE_HOME__;

export const pageOf = (rule: string): string => `${HOME}/blob/main/server/docs/rules/${rule}.md`;
