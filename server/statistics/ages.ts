import { FIRST_DAY } from "#contract/statistics.ts";
import { type DayNumber, dayText } from "./days.ts";

const yearsBefore = (day: DayNumber, years: number): string => {
  const text = dayText(day);
  // 29 February is the first of March in other years.
  return `(date '${text}' - interval '${years} years')::date`;
};

/** The word of how old something of a day is (`PIPE_AGES`) on the day before `until`, as SQL over the day's column. */
export function ageSql(column: string, until: DayNumber): string {
  const before = (years: number) => yearsBefore(until - 1, years);
  return `(case when ${column} <= date '${FIRST_DAY}' then 'unknown'
    when ${column} > ${before(10)} then 'under10' when ${column} > ${before(20)} then 'from10'
    when ${column} > ${before(30)} then 'from20' else 'from30' end)`;
}
