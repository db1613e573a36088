import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { planMaintenance } from "#api/maintenance.ts";
import { localText, localTime } from "#lib/day.ts";
import { problemWords } from "#ui/problem-words.ts";
import { AskEnd } from "../ask-end.tsx";
import { PlaceField, type WorkPlace } from "./place-field.tsx";
import "#panels/alarms/rules/rules.css";
import "./maintenance.css";

export interface MaintenanceFormProps {
  /** What is worked on where it is known already; null: the person says. */
  readonly place: WorkPlace | null;
  readonly onClose: () => void;
}

const HOURS = [1, 2, 4, 8] as const;
const USUAL_HOURS = 2;
const HOUR_MS = 3_600_000;
const LONGEST_MS = 31 * 24 * HOUR_MS;
/** What the contract asks for at least. */
const SHORTEST_REASON = 2;
const MINUTE_MS = 60_000;

/** Plans a maintenance window. What is out of order is said before it is sent, and what was typed stays when sending fails. */
export function MaintenanceForm({ place: given, onClose }: MaintenanceFormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [place, setPlace] = useState<WorkPlace | null>(given);
  const [from, setFrom] = useState(() => localText(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS));
  const [to, setTo] = useState(() => localText(Date.now() + USUAL_HOURS * HOUR_MS));
  const [reason, setReason] = useState("");
  const [begin, end] = [localTime(from), localTime(to)];
  const isSpan = begin !== null && end !== null && end > begin && end - begin <= LONGEST_MS;
  const isReady = place !== null && isSpan && reason.trim().length >= SHORTEST_REASON;
  const work = useMutation({
    mutationFn: planMaintenance,
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["maintenance"] });
      onClose();
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!isReady || work.isPending) return;
    const asked = place.tagId === null ? { stationId: place.stationId } : { tagId: place.tagId };
    work.mutate({ place: asked, from: begin, to: end, reason: reason.trim() });
  };
  return (
    <form className="rule-form" onSubmit={onSubmit}>
      <p className="quiet">{t("alarm.windows.hint")}</p>
      <PlaceField place={place} onChange={setPlace} />
      <label>
        {t("alarm.windows.from")}
        <input type="datetime-local" value={from} required onChange={(event) => setFrom(event.target.value)} />
      </label>
      <label>
        {t("alarm.windows.to")}
        <input type="datetime-local" value={to} required onChange={(event) => setTo(event.target.value)} />
      </label>
      <fieldset className="window-lengths" aria-label={t("alarm.windows.quick")}>
        {HOURS.map((hours) => (
          <button
            key={hours}
            type="button"
            className="button outlined chip"
            disabled={begin === null}
            onClick={() => begin !== null && setTo(localText(begin + hours * HOUR_MS))}
          >
            {t("alarm.windows.hours", { hours })}
          </button>
        ))}
      </fieldset>
      {!isSpan && (
        <p className="notice" role="status">
          {t("alarm.windows.wrongSpan")}
        </p>
      )}
      <label>
        {t("alarm.windows.reason")}
        <textarea rows={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
      </label>
      {work.isError && (
        <p className="notice failed" role="alert">
          {t("alarm.windows.failed", { reason: problemWords(work.error) })}
        </p>
      )}
      <AskEnd send={t("alarm.windows.send")} isReady={isReady && !work.isPending} onClose={onClose} />
    </form>
  );
}
