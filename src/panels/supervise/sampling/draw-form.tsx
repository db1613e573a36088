import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { drawSecondLooks, forgetSamplings } from "#api/oversight.ts";
import { SAMPLING_AMONG } from "#contract/field/samplings.ts";
import { localText } from "#lib/day.ts";
import { spanOf } from "#lib/day-span.ts";
import { AskEnd } from "#panels/alarms/ask-end.tsx";
import { useStores, useView } from "#state/stores.tsx";
import { openSampling } from "#state/supervise.ts";
import { problemWords } from "#ui/problem-words.ts";
import "#ui/select.css";

const FIRST = { percent: "5", withinDays: "14" };

/** What is drawn from, and how much. Sent twice it is one draw, for its id is made once; what was typed stays when it fails. */
export function DrawForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { view } = useStores();
  const area = useView((v) => v.area);
  const [id] = useState(() => crypto.randomUUID());
  const [days, setDays] = useState(() => spanOf("last", localText(Date.now()).slice(0, 10)));
  const [among, setAmong] = useState<(typeof SAMPLING_AMONG)[number]>("entered");
  const [amounts, setAmounts] = useState(FIRST);
  const share = Number(amounts.percent) / 100;
  const withinDays = Number(amounts.withinDays);
  const isReady =
    days.from <= days.to &&
    share >= 0.001 &&
    share <= 1 &&
    Number.isInteger(withinDays) &&
    withinDays > 0 &&
    withinDays <= 60;
  const draw = useMutation({
    mutationFn: () => drawSecondLooks({ id, area, ...days, among, share, withinDays }),
    onSuccess: (sampling) => {
      onClose();
      openSampling(view, sampling.id);
    },
    onSettled: () => forgetSamplings(queries),
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady && !draw.isPending) draw.mutate();
  };
  return (
    <form className="oversight-form" onSubmit={onSubmit} aria-label={t("oversight.sampling.draw")}>
      {(["from", "to"] as const).map((edge) => (
        <label key={edge}>
          {t(`oversight.sampling.${edge}`)}
          <input
            type="date"
            className="text-line"
            required
            value={days[edge]}
            onChange={({ target }) => setDays({ ...days, [edge]: target.value })}
          />
        </label>
      ))}
      <label>
        {t("oversight.sampling.among")}
        <select
          className="select"
          value={among}
          onChange={({ target }) => setAmong(SAMPLING_AMONG.find((one) => one === target.value) ?? "entered")}
        >
          {SAMPLING_AMONG.map((one) => (
            <option key={one} value={one}>
              {t(`oversight.sampling.amongOf.${one}`)}
            </option>
          ))}
        </select>
      </label>
      {(["percent", "withinDays"] as const).map((name) => (
        <label key={name}>
          {t(name === "percent" ? "oversight.sampling.share" : "oversight.sampling.within")}
          <input
            type="number"
            className="text-line"
            required
            min={name === "percent" ? 0.1 : 1}
            max={name === "percent" ? 100 : 60}
            step={name === "percent" ? 0.1 : 1}
            value={amounts[name]}
            onChange={({ target }) => setAmounts({ ...amounts, [name]: target.value })}
          />
        </label>
      ))}
      <p className="quiet">{t("oversight.sampling.fair")}</p>
      {draw.isError && (
        <p className="notice failed" role="alert">
          {t("oversight.sampling.failed", { reason: problemWords(draw.error) })}
        </p>
      )}
      <AskEnd send={t("oversight.sampling.send")} isReady={isReady && !draw.isPending} onClose={onClose} />
    </form>
  );
}
