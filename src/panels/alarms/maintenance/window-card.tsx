import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { finishMaintenance } from "#api/maintenance.ts";
import type { Maintenance } from "#contract/alarm-rules.ts";
import { formatAge, formatMinute } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { heldBy, phaseOf } from "#lib/maintenance.ts";
import { Dialog } from "#panels/alarms/actions/ask-dialog.tsx";
import { filterAlarms, openAlarmPage } from "#state/alarm-view.ts";
import { useStores } from "#state/stores.tsx";
import { select } from "#state/view.ts";
import { problemWords } from "#ui/problem-words.ts";
import { AskEnd } from "../ask-end.tsx";
import { useOpenAlarms } from "../use-book.ts";

export interface WindowCardProps {
  readonly window: Maintenance;
  /** ms since 1970, by the server's clock. */
  readonly now: number;
  readonly mayEnd: boolean;
}

/** What is worked on, from when to when, by whom and why, and which alarms do not ring for it. */
export function WindowCard({ window, now, mayEnd }: WindowCardProps) {
  const { t } = useTranslation();
  const { view } = useStores();
  const [isEnding, setEnding] = useState(false);
  const language = languageNow();
  const phase = phaseOf(window, now);
  const { from, to, stationId, tagId, name, endedAt, endedBy } = window;
  const left = (at: string) => formatAge((Date.parse(at) - now) / 1000, language);
  return (
    <>
      <p className="alarm-line">
        {stationId === null ? (
          <strong className="alarm-name">{t("alarm.windows.of", { name })}</strong>
        ) : (
          <button
            type="button"
            className="link alarm-name"
            onClick={() => select(view, { kind: "station", id: stationId })}
          >
            {name}
          </button>
        )}
        <span className="alarm-state">{t(`alarm.windows.phase.${phase}`)}</span>
      </p>
      <p className="alarm-line lower">
        <span className="alarm-name">{`${formatMinute(from, language)} – ${formatMinute(to, language)}`}</span>
        {phase === "now" && <span>{t("alarm.windows.until", { left: left(to) })}</span>}
        {phase === "planned" && <span>{t("alarm.windows.begins", { left: left(from) })}</span>}
      </p>
      <p>{t("alarm.windows.by", { by: window.by, reason: window.reason })}</p>
      {endedAt !== null && (
        <p className="quiet">
          {t("alarm.windows.ended", { by: endedBy ?? "–", time: formatMinute(endedAt, language) })}
        </p>
      )}
      {phase === "now" && <Held window={{ stationId, tagId, name }} />}
      {phase !== "past" && mayEnd && (
        <p className="alarm-actions inner">
          <button type="button" className="button outlined" onClick={() => setEnding(true)}>
            {t("alarm.windows.end")}
          </button>
        </p>
      )}
      {isEnding && <EndDialog window={window} onClose={() => setEnding(false)} />}
    </>
  );
}

/** Open alarms that do not ring because of the window; a press lists them. */
function Held({ window }: { readonly window: Pick<Maintenance, "stationId" | "tagId" | "name"> }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const open = useOpenAlarms();
  if (open === null) return null;
  const count = heldBy(window, open).length;
  if (count === 0) return <p className="quiet">{t("alarm.windows.heldNone")}</p>;
  return (
    <p>
      <button
        type="button"
        className="link"
        onClick={() => {
          openAlarmPage(view, "list");
          filterAlarms(view, { hold: "yes", text: window.name, levels: [], states: [], kinds: [] });
        }}
      >
        {t("alarm.windows.held", { count })}
      </button>
    </p>
  );
}

function EndDialog({ window: { id, name }, onClose }: { readonly window: Maintenance; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const work = useMutation({
    mutationFn: () => finishMaintenance(id),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["maintenance"] });
      onClose();
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!work.isPending) work.mutate();
  };
  return (
    <Dialog title={t("alarm.windows.endTitle", { name })} onClose={onClose}>
      <form className="ask" onSubmit={onSubmit}>
        <p className="quiet">{t("alarm.windows.endHint")}</p>
        {work.isError && (
          <p className="notice failed" role="alert">
            {t("alarm.windows.failed", { reason: problemWords(work.error) })}
          </p>
        )}
        <AskEnd send={t("alarm.windows.end")} isReady={!work.isPending} onClose={onClose} />
      </form>
    </Dialog>
  );
}
