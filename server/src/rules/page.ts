/** Where a rule is explained: one page each, made from its meta. */
export const HOME = 'https://github.com/crosswire/crosswire';

export const pageOf = (rule: string): string => `${HOME}/blob/main/server/docs/rules/${rule}.md`;
