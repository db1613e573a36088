import { type SubmitEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PipeFilter } from "#contract/pipe-classes.ts";
import { useStores, useView } from "#state/stores.tsx";
import { filterPipes } from "#state/view.ts";

const FIRST_YEAR = 1900;
const LAST_YEAR = 2100;

/** Filters by spans of time: laid between years, last patrolled between days. What was typed stays until it is sound. */
export function TimeFilter() {
  const { t } = useTranslation();
  const { laid, patrolled } = useView(({ pipeFilter }) => ({ laid: pipeFilter.laid, patrolled: pipeFilter.patrolled }));
  return (
    <details className="legend-time" open={laid !== null || patrolled !== null || undefined}>
      <summary>{t("legend.time")}</summary>
      {/* A span set elsewhere, by a link or a step back, begins the fields anew. */}
      <Years key={`laid ${laid?.join()}`} laid={laid} />
      <Days key={`patrolled ${patrolled?.join()}`} patrolled={patrolled} />
    </details>
  );
}

function Years({ laid }: Pick<PipeFilter, "laid">) {
  const { t } = useTranslation();
  const { view } = useStores();
  const [from, setFrom] = useState(String(laid?.[0] ?? ""));
  const [to, setTo] = useState(String(laid?.[1] ?? ""));
  const [isBad, setBad] = useState(false);
  const apply = (event: SubmitEvent) => {
    event.preventDefault();
    const span = [from === "" ? FIRST_YEAR : Number(from), to === "" ? LAST_YEAR : Number(to)] as const;
    const isSound = span.every((year) => Number.isInteger(year) && year >= FIRST_YEAR && year <= LAST_YEAR);
    if (!isSound || span[0] > span[1]) return setBad(true);
    setBad(false);
    filterPipes(view, { ...view.getState().pipeFilter, laid: from === "" && to === "" ? null : span });
  };
  const field = { type: "number", inputMode: "numeric", min: FIRST_YEAR, max: LAST_YEAR, step: 1 } as const;
  return (
    <form className="span-form" noValidate onSubmit={apply} aria-label={t("legend.laid")}>
      <div className="span-head">
        <span>{t("legend.laid")}</span>
        <button type="submit" className="button outlined">
          {t("legend.apply")}
        </button>
      </div>
      <input
        {...field}
        value={from}
        placeholder="1990"
        aria-label={t("legend.laidFrom")}
        onChange={({ target }) => setFrom(target.value)}
      />
      <span aria-hidden="true">–</span>
      <input
        {...field}
        value={to}
        placeholder="2005"
        aria-label={t("legend.laidTo")}
        onChange={({ target }) => setTo(target.value)}
      />
      {isBad && <p role="alert">{t("legend.badYears")}</p>}
    </form>
  );
}

function Days({ patrolled }: Pick<PipeFilter, "patrolled">) {
  const { t } = useTranslation();
  const { view } = useStores();
  const [from, setFrom] = useState(patrolled?.[0] ?? "");
  const [to, setTo] = useState(patrolled?.[1] ?? "");
  const [isBad, setBad] = useState(false);
  const apply = (event: SubmitEvent) => {
    event.preventDefault();
    const isNone = from === "" && to === "";
    if (!isNone && (from === "" || to === "" || from > to)) return setBad(true);
    setBad(false);
    filterPipes(view, { ...view.getState().pipeFilter, patrolled: isNone ? null : [from, to] });
  };
  return (
    <form className="span-form" noValidate onSubmit={apply} aria-label={t("legend.patrolled")}>
      <div className="span-head">
        <span>{t("legend.patrolled")}</span>
        <button type="submit" className="button outlined">
          {t("legend.apply")}
        </button>
      </div>
      <input
        type="date"
        value={from}
        aria-label={t("legend.patrolledFrom")}
        onChange={({ target }) => setFrom(target.value)}
      />
      <span aria-hidden="true">–</span>
      <input
        type="date"
        value={to}
        aria-label={t("legend.patrolledTo")}
        onChange={({ target }) => setTo(target.value)}
      />
      {isBad && <p role="alert">{t("legend.badDays")}</p>}
    </form>
  );
}
