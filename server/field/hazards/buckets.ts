/* The columns of the board as SQL over `hazard h`: counts and lists sort a hazard into the same place because they ask with the same words. */

/** Days back from now to the edge of each age, the youngest first (contract/field/hazard-buckets.ts). */
const AGE_DAYS = { day: 1, week: 7, month: 30, quarter: 90 } as const;
/** A deadline nearer than this is soon, days. */
const SOON_DAYS = 3;

/** @param now a timestamptz as SQL */
export const AGE_OF = (now: string): string =>
  `case ${Object.entries(AGE_DAYS)
    .map(([age, days]) => `when h.found_at > ${now} - interval '${days} days' then '${age}'`)
    .join(" ")} else 'older' end`;

/** A word of a file that is no state of ours is open, and so has its deadline. */
export const DUE_OF = (now: string): string =>
  `case when h.state in ('closed', 'rechecked') then 'done' when h.due_at is null then 'open_ended'
    when h.due_at < ${now} - interval '30 days' then 'late_30' when h.due_at < ${now} - interval '7 days' then 'late_7'
    when h.due_at < ${now} then 'late' when h.due_at < ${now} + interval '${SOON_DAYS} days' then 'soon' else 'later' end`;

/** States in which the repair is done, and in which it was found good. */
export const REPAIRED = "('fixed', 'rechecked', 'closed')";
export const CHECKED = "('rechecked', 'closed')";
