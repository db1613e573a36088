import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { writeRule } from "#api/alarms.ts";
import { RuleBody, RuleId } from "#contract/alarm-rules.ts";
import { TAG_KINDS, WARNING_LEVELS } from "#contract/gas.ts";
import { formatList } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { toggled } from "#state/alarm-view.ts";
import { problemWords } from "#ui/problem-words.ts";
import { AskEnd } from "../ask-end.tsx";
import { ConditionFields } from "./condition-fields.tsx";
import { NumberField } from "./number-field.tsx";
import { Simulation } from "./simulation.tsx";

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
  const problems = [
    ...(RuleId.safeParse(ruleId).success ? [] : [t("alarm.rules.id")]),
    ...(read.success ? [] : read.error.issues.map(({ path }) => path.join("."))),
  ];
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
      <KindFields rule={rule} onChange={change} />
      <ConditionFields condition={rule.condition} onChange={(condition) => change({ condition })} />
      <TimingFields rule={rule} onChange={change} />
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
      {problems.length > 0 && (
        <p className="notice" role="status">
          {t("alarm.rules.invalid", { what: formatList([...new Set(problems)], languageNow()) })}
        </p>
      )}
      {save.isError && (
        <p className="notice failed" role="alert">
          {t("alarm.rules.failed", { reason: problemWords(save.error) })}
        </p>
      )}
      <AskEnd send={t("alarm.rules.save")} isReady={problems.length === 0 && !save.isPending} onClose={onClose} />
    </form>
  );
}

interface FieldsProps {
  readonly rule: RuleBody;
  readonly onChange: (to: Partial<RuleBody>) => void;
}

/** Kinds of tags that the rule watches; none ticked = all. */
function KindFields({ rule, onChange }: FieldsProps) {
  const { t } = useTranslation();
  const kinds = rule.appliesTo.tagKinds ?? [];
  const chooseKind = (kind: (typeof TAG_KINDS)[number]) => {
    const next = toggled(kinds, kind);
    const { tagKinds: _, ...others } = rule.appliesTo;
    onChange({ appliesTo: next.length === 0 ? others : { ...others, tagKinds: [...next] } });
  };
  return (
    <fieldset>
      <legend>{t("alarm.rules.tagKinds")}</legend>
      {TAG_KINDS.map((kind) => (
        <label key={kind} className="rule-kind">
          <input type="checkbox" checked={kinds.includes(kind)} onChange={() => chooseKind(kind)} />
          {t(`gas.tagKind.${kind}`)}
        </label>
      ))}
    </fieldset>
  );
}

/** How long, how far back, and whom it is brought before. */
function TimingFields({ rule, onChange }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <NumberField
        label={t("alarm.rules.onDelay")}
        value={rule.onDelayS}
        onChange={(value) => onChange({ onDelayS: value ?? 0 })}
      />
      <NumberField
        label={t("alarm.rules.offDelay")}
        value={rule.offDelayS}
        onChange={(value) => onChange({ offDelayS: value ?? 0 })}
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
