/** Where a rule is explained: one page each, made from its meta, that comes with Crosswire; paths are from its folder. */

export const pageOf = (rule: string): string => `server/docs/rules/${rule}.md`;
