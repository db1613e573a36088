import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { tryRule } from "#api/oversight.ts";
import { PaceTerms } from "#contract/field/rules.ts";
import { useView } from "#state/stores.tsx";
import { problemWords } from "#ui/problem-words.ts";
import "#ui/button.css";
import "#ui/select.css";
import "#panels/supervise/sampling/sampling.css";
import { Cost } from "./cost.tsx";

interface WhatIfProps {
  readonly ruleId: string;
  readonly terms: PaceTerms;
}

/** Tries other terms of a rule and tells what they would ask for; the rule stays as it is. */
export function WhatIf({ ruleId, terms }: WhatIfProps) {
  const { t } = useTranslation();
  const area = useView((view) => view.area);
  const [tried, setTried] = useState<PaceTerms>(terms);
  const cost = useMutation({ mutationFn: () => tryRule(ruleId, { terms: tried, area }) });
  const isReady = PaceTerms.safeParse(tried).success;
  const change = (to: PaceTerms) => {
    // A sum of other terms must not stand under these.
    cost.reset();
    setTried(to);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady && !cost.isPending) cost.mutate();
  };
  return (
    <form className="oversight-form what-if" onSubmit={onSubmit} aria-label={t("oversight.rules.tryIt")}>
      {tried.kind === "visit" ? (
        <VisitFields terms={tried} onChange={change} />
      ) : (
        <Count
          label={t("oversight.rules.everyDays")}
          value={tried.everyDays}
          onChange={(everyDays) => change({ ...tried, everyDays })}
        />
      )}
      {tried.kind === "leak" && (
        <>
          <Count
            label={t("oversight.rules.agedFactor")}
            value={tried.agedFactor}
            onChange={(agedFactor) => change({ ...tried, agedFactor })}
          />
          <Count
            label={t("oversight.rules.life")}
            value={tried.designLifeY}
            onChange={(designLifeY) => change({ ...tried, designLifeY })}
          />
        </>
      )}
      <button type="submit" className="button main" disabled={!isReady || cost.isPending}>
        {t("oversight.rules.compute")}
      </button>
      {!isReady && <p role="status">{t("oversight.rules.unsaved")}</p>}
      {cost.isError && (
        <p className="notice failed" role="alert">
          {t("oversight.rules.failed", { reason: problemWords(cost.error) })}
        </p>
      )}
      {cost.data && <Cost cost={cost.data} />}
    </form>
  );
}

interface CountProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

/** A number that a person types; what is none goes on as NaN and is not sent. */
function Count({ label, value, onChange }: CountProps) {
  const [text, setText] = useState(String(value));
  return (
    <label>
      {label}
      <input
        type="number"
        className="text-line"
        min={0}
        step="any"
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          onChange(target.value === "" ? Number.NaN : Number(target.value));
        }}
      />
    </label>
  );
}

type VisitTerms = Extract<PaceTerms, { kind: "visit" }>;
/** Where a season is asked for and none was: the weeks before heating begins. */
const BEFORE_HEATING = { from: "09-15", until: "11-15" };

function VisitFields({
  terms,
  onChange,
}: {
  readonly terms: VisitTerms;
  readonly onChange: (terms: VisitTerms) => void;
}) {
  const { t } = useTranslation();
  const { season } = terms;
  return (
    <>
      <Count
        label={t("oversight.rules.perYear")}
        value={terms.perYear}
        onChange={(perYear) => onChange({ ...terms, perYear })}
      />
      <label className="what-if-season">
        <input
          type="checkbox"
          checked={season !== null}
          onChange={({ target }) => onChange({ ...terms, season: target.checked ? BEFORE_HEATING : null })}
        />
        {t("oversight.rules.season")}
      </label>
      {season !== null &&
        (["from", "until"] as const).map((edge) => (
          <label key={edge}>
            {t(edge === "from" ? "oversight.rules.from" : "oversight.rules.seasonUntil")}
            <input
              className="text-line"
              value={season[edge]}
              maxLength={5}
              onChange={({ target }) => onChange({ ...terms, season: { ...season, [edge]: target.value } })}
            />
          </label>
        ))}
    </>
  );
}
