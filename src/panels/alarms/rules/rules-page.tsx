import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { rulesQuery } from "#api/alarms.ts";
import { type AlarmRule, RULE_ROLES } from "#contract/alarm-rules.ts";
import type { Role } from "#contract/scope.ts";
import { Answer } from "#panels/answer.tsx";
import { useMe } from "#panels/me.ts";
import { WarningMark } from "#ui/mark.tsx";
import { Empty } from "#ui/notice.tsx";
import { NEW_RULE } from "./rule-draft.ts";
import { RuleForm } from "./rule-form.tsx";
import { useRuleText } from "./rule-text.ts";
import { RuleVersions } from "./rule-versions.tsx";
import "./rules.css";

export const writesRules = (role: Role): boolean => (RULE_ROLES as readonly Role[]).includes(role);

/** Rules in force and drafts; a press opens one. Versions are never changed: editing writes the next. */
export function RulesPage() {
  const { t } = useTranslation();
  const me = useMe();
  const rules = useQuery(rulesQuery);
  const [chosen, setChosen] = useState<string | null>(null);
  const [isNew, setNew] = useState(false);
  if (isNew)
    return (
      <div className="alarm-scroll">
        <RuleForm id={null} from={NEW_RULE} onClose={() => setNew(false)} />
      </div>
    );
  return (
    <div className="alarm-scroll">
      <Answer query={rules} lines={9}>
        {(found) => {
          const newest = [...Map.groupBy(found, ({ id }) => id).values()].flatMap((versions) => versions[0] ?? []);
          return (
            <>
              {writesRules(me.role) && (
                <p className="alarm-top">
                  <button type="button" className="button outlined" onClick={() => setNew(true)}>
                    {t("alarm.rules.create")}
                  </button>
                </p>
              )}
              {newest.length === 0 && <Empty>{t("alarm.rules.empty")}</Empty>}
              <ul className="alarm-cards">
                {newest.map((rule) => (
                  <li key={rule.id}>
                    <RuleLine
                      rule={rule}
                      isOpen={chosen === rule.id}
                      onOpen={() => setChosen(chosen === rule.id ? null : rule.id)}
                    />
                    {chosen === rule.id && <RuleVersions id={rule.id} mayWrite={writesRules(me.role)} />}
                  </li>
                ))}
              </ul>
            </>
          );
        }}
      </Answer>
    </div>
  );
}

interface LineProps {
  readonly rule: AlarmRule;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}

function RuleLine({ rule, isOpen, onOpen }: LineProps) {
  const { t } = useTranslation();
  const text = useRuleText();
  return (
    <>
      <span className="alarm-line">
        <WarningMark level={rule.level} />
        <button type="button" className="link alarm-name" aria-expanded={isOpen} onClick={onOpen}>
          {rule.name}
        </button>
        <span>{t(`alarm.rules.status.${rule.status}`)}</span>
      </span>
      <span className="alarm-line lower">
        <span className="alarm-name" title={text.condition(rule)}>
          {text.condition(rule)}
        </span>
        <span>
          {rule.enterpriseId === null ? t("alarm.rules.product") : t("alarm.rules.version", { version: rule.version })}
        </span>
      </span>
    </>
  );
}
