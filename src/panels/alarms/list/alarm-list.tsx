import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Alarm, BULK_LIMIT } from "#contract/alarms.ts";
import { formatClock } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { useMe } from "#panels/me.ts";
import { clearAlarmFilters, hasAlarmFilters, openAlarm, openAlarmPage } from "#state/alarm-view.ts";
import { useAlarmBook, useLive, useStores, useView } from "#state/stores.tsx";
import { drillTo, openPanel } from "#state/view.ts";
import { Empty, Failed, Skeleton } from "#ui/notice.tsx";
import { VirtualList } from "#ui/virtual-list.tsx";
import { type Ask, AskDialog } from "#panels/alarms/actions/ask-dialog.tsx";
import { answersAlarms } from "../answers.ts";
import { type BookRows, useBookRows } from "../use-book.ts";
import { useFly } from "../use-fly.ts";
import { AlarmFilters } from "./alarm-filters.tsx";
import { AlarmRow, ROW_PX } from "./alarm-row.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import "./list.css";

const keyOf = (alarm: Alarm): string => alarm.id;

/** Open alarms in live order. */
export function AlarmList() {
  const book = useBookRows();
  const { load, problem, toldAt } = useAlarmBook(({ load, problem, toldAt }) => ({
    load,
    problem,
    toldAt: toldAt > 0,
  }));
  if (!toldAt) return load === "failed" ? <Failed error={problem} /> : <Skeleton lines={9} />;
  return (
    <>
      <Standing />
      <AlarmFilters />
      <Rows book={book} />
      <Shown book={book} />
    </>
  );
}

/** What must be known beside the list: that it is old, that there is a flood, that the map shows another time. */
function Standing() {
  const { t } = useTranslation();
  const { view, live } = useStores();
  const isPast = useView((v) => v.time !== null);
  const { flood, isOld } = useAlarmBook(({ flood, load }) => ({ flood, isOld: load === "failed" }));
  const status = useLive((now) => now.status);
  return (
    <>
      {(isOld || status === "offline") && (
        <p className="notice slim" role="status">
          {t("alarm.list.stale", { time: formatClock(live.getState().frameAt || Date.now(), languageNow()) })}
        </p>
      )}
      {isPast && <p className="notice slim">{t("alarm.list.pastNote")}</p>}
      {flood && (
        <p className="notice slim flood" role="status">
          {t("alarm.list.flood", { alarms: flood.alarms, incidents: flood.incidents })}
          <button type="button" className="link" onClick={() => openAlarmPage(view, "incidents")}>
            {t("alarm.list.toIncidents")}
          </button>
        </p>
      )}
    </>
  );
}

/** What is ticked, and what is being asked about it. */
function useChoice(rows: readonly Alarm[], mayAnswer: boolean) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [ask, setAsk] = useState<Ask | null>(null);
  const picked = rows.filter(({ id }) => chosen.has(id));
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return {
    chosen,
    picked,
    ask,
    toggle,
    all: () => setChosen(new Set(rows.slice(0, BULK_LIMIT).map(keyOf))),
    none: () => setChosen(new Set()),
    /** About what is ticked, or else about the one that is active. */
    about: (alarm: Alarm | null): readonly Alarm[] => (picked.length > 0 ? picked : alarm ? [alarm] : []),
    begin: (kind: Ask["kind"], alarms: readonly Alarm[]) => {
      if (mayAnswer && alarms.length > 0) setAsk({ kind, alarms });
    },
    close: (isDone: boolean) => {
      setAsk(null);
      if (isDone) setChosen(new Set());
    },
  };
}

/** What keys do in the list; true when they did something. */
function useListKeys(choice: ReturnType<typeof useChoice>) {
  const { view } = useStores();
  const fly = useFly();
  const press = (key: string, alarm: Alarm | null): boolean => {
    if (key === "a") choice.begin("acknowledge", choice.about(alarm));
    else if (key === "s") choice.begin("shelve", choice.about(alarm));
    else if (key === "escape" && choice.chosen.size > 0) choice.none();
    else if (alarm === null) return false;
    else if (key === " ") choice.toggle(alarm.id);
    else if (key === "m") fly(alarm);
    else if (key === "enter") openAlarm(view, alarm.id);
    else return false;
    return true;
  };
  return (event: KeyboardEvent, alarm: Alarm | null) => {
    if (event.altKey || event.metaKey) return;
    const key = event.key.toLowerCase();
    if (event.ctrlKey && key === "a") choice.all();
    else if (event.ctrlKey || !press(key, alarm)) return;
    event.preventDefault();
  };
}

function Rows({ book: { rows } }: { readonly book: BookRows }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const mayAnswer = answersAlarms(useMe().role);
  const isFiltered = useView((v) => hasAlarmFilters(v.alarms));
  const [active, setActive] = useState<string | null>(null);
  const choice = useChoice(rows, mayAnswer);
  const onKey = useListKeys(choice);
  const { chosen, picked, ask } = choice;

  if (rows.length === 0) return <Empty>{isFiltered ? t("alarm.list.emptyFiltered") : t("alarm.list.empty")}</Empty>;
  return (
    <>
      {mayAnswer && (
        <BulkBar rows={rows} picked={picked} onAll={choice.all} onNone={choice.none} onAsk={choice.begin} />
      )}
      <VirtualList
        items={rows}
        keyOf={keyOf}
        rowHeight={ROW_PX}
        label={t("alarm.list.label")}
        active={active}
        onActive={setActive}
        isChosen={({ id }) => chosen.has(id)}
        onKey={onKey}
        render={(alarm) => (
          <AlarmRow
            alarm={alarm}
            isChosen={chosen.has(alarm.id)}
            onChoose={mayAnswer ? () => choice.toggle(alarm.id) : null}
            onOpen={() => openAlarm(view, alarm.id)}
          />
        )}
      />
      {ask && <AskDialog ask={ask} onClose={choice.close} />}
    </>
  );
}

/** How many are shown, and that those that are not are still there. */
function Shown({ book: { rows, hidden, elsewhere, all } }: { readonly book: BookRows }) {
  const { t } = useTranslation();
  const { view } = useStores();
  return (
    <p className="alarm-shown" role="status">
      <span>{t("alarm.list.shown", { shown: rows.length, all })}</span>
      {hidden > 0 && (
        <button
          type="button"
          className="link"
          onClick={() => {
            clearAlarmFilters(view);
            view.setState(({ alarms }) => ({ alarms: { ...alarms, hold: "any" } }));
          }}
        >
          {t("alarm.list.hidden", { count: hidden })}
        </button>
      )}
      {elsewhere > 0 && (
        <button
          type="button"
          className="link"
          onClick={() => {
            drillTo(view, null);
            openPanel(view, "alarms");
          }}
        >
          {t("alarm.list.hiddenElsewhere", { count: elsewhere })}
        </button>
      )}
    </p>
  );
}
