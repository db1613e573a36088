import { useState } from "react";
import { useTranslation } from "react-i18next";
import { GAPS_LONGEST_MS } from "#contract/telemetry.ts";
import { DAY_MS, localText, localTime } from "#lib/day.ts";

/** ms since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export const lastDays = (days: number): Span => {
  const to = Date.now();
  return { from: to - days * DAY_MS, to };
};

const SPANS = [
  ["day", 1],
  ["week", 7],
  ["month", 30],
] as const;

export interface GapsSpanProps {
  readonly span: Span;
  readonly onChange: (span: Span) => void;
}

/** The time looked at: the last day, week or month by a press, or from and to as written. One that is out of order is said and not asked for. */
export function GapsSpan({ span, onChange }: GapsSpanProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<number | null>(1);
  const [from, setFrom] = useState(() => localText(span.from));
  const [to, setTo] = useState(() => localText(span.to));
  const isSpan = (begin: number | null, end: number | null) =>
    begin !== null && end !== null && begin < end && end - begin <= GAPS_LONGEST_MS;
  const press = (days: number) => {
    const last = lastDays(days);
    setChosen(days);
    setFrom(localText(last.from));
    setTo(localText(last.to));
    onChange(last);
  };
  const write = (begin: string, end: string) => {
    const [fromMs, toMs] = [localTime(begin), localTime(end)];
    setChosen(null);
    setFrom(begin);
    setTo(end);
    if (fromMs !== null && toMs !== null && isSpan(fromMs, toMs)) onChange({ from: fromMs, to: toMs });
  };
  return (
    <>
      <fieldset className="ingest-chips" aria-label={t("ingest.gaps.span")}>
        {SPANS.map(([name, days]) => (
          <button key={name} type="button" aria-pressed={chosen === days} onClick={() => press(days)}>
            {t(`ingest.gaps.${name}`)}
          </button>
        ))}
      </fieldset>
      <p className="gaps-span">
        <label>
          {t("ingest.gaps.from")}
          <input type="datetime-local" value={from} onChange={(event) => write(event.target.value, to)} />
        </label>
        <label>
          {t("ingest.gaps.to")}
          <input type="datetime-local" value={to} onChange={(event) => write(from, event.target.value)} />
        </label>
      </p>
      {!isSpan(localTime(from), localTime(to)) && (
        <p className="notice" role="status">
          {t("ingest.gaps.wrongSpan")}
        </p>
      )}
    </>
  );
}
