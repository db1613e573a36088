import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { writeRule } from "#api/alarms.ts";
import { RuleBody } from "#contract/alarm-rules.ts";
import { WARNING_LEVELS } from "#contract/gas.ts";
import { problemWords } from "#ui/problem-words.ts";
import { AskEnd } from "../ask-end.tsx";
import { AppliesFields } from "./applies-fields.tsx";
import { ConditionFields } from "./condition-fields.tsx";
import { NumberField } from "./number-field.tsx";
import { problemsOf, type RuleProblem } from "./rule-problems.ts";
import { Simulation } from "./simulation.tsx";
import { SuppressField } from "./suppress-field.tsx";

export interface RuleFormProps {
  /** null: a new rule, whose id the person gives. */
  readonly id: string | null;
  readonly from: RuleBody;
  readonly onClose: () => void;
}

const ESCALATIONS = ["county", "city", "province"] as const;

/** Writes the next version of a rule as a draft, after trying it on history. What is out of order is named before it is sent. */
export function RuleForm({ id, from, onClose }: RuleFormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [rule, setRule] = useState<RuleBody>(from);
  const [newId, setNewId] = useState("");
  const change = (to: Partial<RuleBody>) => setRule({ ...rule, ...to });
  const ruleId = id ?? newId;
  const read = RuleBody.safeParse(rule);
  const problems = problemsOf(ruleId, rule);
  const save = useMutation({
    mutationFn: (body: RuleBody) => writeRule(ruleId, body),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["alarm-rules"] });
      void queries.invalidateQueries({ queryKey: ["alarm-rule", ruleId] });
      onClose();
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (read.success && problems.length === 0 && !save.isPending) save.mutate(read.data);
  };

  return (
    <form className="rule-form" onSubmit={onSubmit}>
      {id === null && (
        <label>
          {t("alarm.rules.id")}
          <input type="text" value={newId} maxLength={64} onChange={(event) => setNewId(event.target.value)} />
          <small className="quiet">{t("alarm.rules.idHint")}</small>
        </label>
      )}
      <label>
        {t("alarm.rules.name")}
        <input
          type="text"
          value={rule.name}
          maxLength={120}
          onChange={(event) => change({ name: event.target.value })}
        />
      </label>
      <label>
        {t("alarm.rules.level")}
        <select
          value={rule.level}
          onChange={(event) =>
            change({ level: WARNING_LEVELS.find((level) => level === event.target.value) ?? rule.level })
          }
        >
          {WARNING_LEVELS.map((level) => (
            <option key={level} value={level}>
              {t(`gas.warningLevel.${level}`)}
            </option>
          ))}
        </select>
      </label>
      <AppliesFields appliesTo={rule.appliesTo} onChange={(appliesTo) => change({ appliesTo })} />
      <ConditionFields condition={rule.condition} onChange={(condition) => change({ condition })} />
      <TimingFields rule={rule} onChange={change} />
      <SuppressField suppressWhile={rule.suppressWhile} onChange={(suppressWhile) => change({ suppressWhile })} />
      <label>
        {t("alarm.rules.procedure")}
        <textarea
          rows={5}
          maxLength={4000}
          value={rule.procedure}
          onChange={(event) => change({ procedure: event.target.value })}
        />
      </label>
      <Simulation rule={read.success ? read.data : null} />
      <Problems problems={problems} />
      {save.isError && (
        <p className="notice failed" role="alert">
          {t("alarm.rules.failed", { reason: problemWords(save.error) })}
        </p>
      )}
      <AskEnd send={t("alarm.rules.save")} isReady={problems.length === 0 && !save.isPending} onClose={onClose} />
    </form>
  );
}

function Problems({ problems }: { readonly problems: readonly RuleProblem[] }) {
  const { t } = useTranslation();
  const fieldOf = ({ field, level }: RuleProblem) =>
    [t(`alarm.rules.${field}`), level && t(`alarm.escalation.${level}`)].filter(Boolean).join(" · ");
  if (problems.length === 0) return null;
  return (
    <div className="notice rule-problems" role="status">
      <p>{t("alarm.rules.invalid")}</p>
      <ul>
        {problems.map((one) => (
          <li key={`${one.field} ${one.level}`}>
            {t("alarm.rules.wrongLine", {
              field: fieldOf(one),
              why: t(`alarm.rules.wrong.${one.wrong}`, { n: one.n ?? "" }),
            })}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface FieldsProps {
  readonly rule: RuleBody;
  readonly onChange: (to: Partial<RuleBody>) => void;
}

/** How long, how far back, and whom it is brought before. */
function TimingFields({ rule, onChange }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <NumberField
        label={t("alarm.rules.onDelay")}
        value={rule.onDelayS}
        onChange={(value) => onChange({ onDelayS: value ?? Number.NaN })}
      />
      <NumberField
        label={t("alarm.rules.offDelay")}
        value={rule.offDelayS}
        onChange={(value) => onChange({ offDelayS: value ?? Number.NaN })}
      />
      <NumberField
        label={t("alarm.rules.deadBand")}
        value={rule.deadBand}
        onChange={(deadBand) => onChange({ deadBand })}
      />
      <fieldset>
        <legend>{t("alarm.rules.escalate")}</legend>
        {ESCALATIONS.map((level) => (
          <NumberField
            key={level}
            label={t(`alarm.escalation.${level}`)}
            value={rule.escalateMin[level]}
            onChange={(value) => onChange({ escalateMin: { ...rule.escalateMin, [level]: value } })}
          />
        ))}
      </fieldset>
    </>
  );
}
