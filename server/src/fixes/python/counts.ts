/** Names of numbers that are whole. */

/** What counts or numbers something is whole: 'page_size', 'minutes', 'userId'. */
export const isCount = (name: string): boolean =>
  /(^|_)(id|ids|count|page|pages|limit|offset|size|index|year|month|months|week|weeks|day|days|hour|hours|minute|minutes|second|seconds|age|quantity|number|priority|position|port|attempts|retries|version|order|rank|level|stars|seats|width|height)$/.test(
    name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase(),
  );
