/** What the names of fields tell of their types. */

/** What counts or numbers something is whole: 'page_size', 'minutes', 'userId'. */
export const isCount = (name: string): boolean =>
  /(^|_)(id|ids|count|page|pages|limit|offset|size|index|year|month|months|week|weeks|day|days|hour|hours|minute|minutes|second|seconds|age|quantity|number|priority|position|port|attempts|retries|version|order|rank|level|stars|seats|width|height|deleted|updated|inserted|removed|affected|processed|imported|skipped|failed|succeeded)$/.test(
    name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase(),
  );

/** What is called so is a text, where nothing else tells. */
export const isText = (name: string): boolean =>
  /(^|_)(name|title|text|description|email|url|colou?r|label|message|content|slug|username|password|phone|filename|summary|caption)$/.test(
    name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase(),
  );

/** What counts, whatever it counts. */
export const isQuantity = (name: string): boolean =>
  /(^|_)(count|quantity|attempts|retries|stars|imported|skipped|inserted)$/.test(name);
