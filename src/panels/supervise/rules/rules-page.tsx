import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldRulesQuery } from "#api/oversight.ts";
import { FIELD_RULE_KINDS, type FieldRule, type FieldRuleKind, type PaceTerms } from "#contract/field/rules.ts";
import { formatDay } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { useTermsWords } from "./terms-words.ts";
import { WhatIf } from "./what-if.tsx";
import "#ui/button.css";
import "./rules.css";

/** Rules of field work as data: what each says, where it comes from, when it holds, and what a change of it would cost. */
export function RulesPage() {
  const { t } = useTranslation();
  const rules = useQuery(fieldRulesQuery);
  return (
    <>
      <p className="rules-intro quiet">{t("oversight.rules.intro")}</p>
      <Answer query={rules} lines={9}>
        {(found) => {
          if (found.length === 0) return <Empty>{t("oversight.rules.none")}</Empty>;
          return FIELD_RULE_KINDS.map((kind) => <Kind key={kind} kind={kind} rules={found} />);
        }}
      </Answer>
    </>
  );
}

interface KindProps {
  readonly kind: FieldRuleKind;
  readonly rules: readonly FieldRule[];
}

function Kind({ kind, rules }: KindProps) {
  const { t } = useTranslation();
  const own = rules.filter((rule) => rule.kind === kind);
  if (own.length === 0) return null;
  return (
    <Section title={t(`oversight.rules.kind.${kind}`)}>
      <ul className="rule-list">
        {own.map((rule) => (
          <li key={`${rule.id} ${rule.version} ${rule.areaCode}`}>
            <Rule rule={rule} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Only what sets a pace can be tried, and only where it holds. */
const paceOf = ({ terms, isInForce }: FieldRule): PaceTerms | null =>
  isInForce && (terms?.kind === "visit" || terms?.kind === "patrol" || terms?.kind === "leak") ? terms : null;

function Rule({ rule }: { readonly rule: FieldRule }) {
  const { t } = useTranslation();
  const wordsOf = useTermsWords();
  const [isOpen, setOpen] = useState(false);
  const day = (text: string) => formatDay(text, languageNow());
  const pace = paceOf(rule);
  const times =
    rule.validTo === null
      ? t("oversight.rules.since", { from: day(rule.validFrom) })
      : t("oversight.rules.until", { from: day(rule.validFrom), to: day(rule.validTo) });
  const certainty = t(`oversight.rules.certainty.${rule.certainty}`);
  return (
    <article className={rule.isInForce ? "rule" : "rule past"} aria-label={rule.name}>
      <div className="rule-top">
        <strong>{rule.name}</strong>
        <span className="quiet">{t(rule.isInForce ? "oversight.rules.inForce" : "oversight.rules.ended")}</span>
        {pace !== null && (
          <button
            type="button"
            className="button outlined chip"
            aria-expanded={isOpen}
            aria-label={`${t(isOpen ? "oversight.rules.shut" : "oversight.rules.tryIt")} ${rule.name}`}
            onClick={() => setOpen(!isOpen)}
          >
            {t(isOpen ? "oversight.rules.shut" : "oversight.rules.tryIt")}
          </button>
        )}
      </div>
      <p>{rule.terms === null ? t("oversight.rules.unreadable") : wordsOf(rule.terms)}</p>
      <p className="quiet">
        <span lang="zh-CN">{[...new Set([rule.clause, rule.source])].filter((one) => one !== "").join(" · ")}</span>
        {/* A rule of ours may name the product's own default as its source: it is said once. */}
        {rule.source !== certainty && ` · ${certainty}`}
      </p>
      <p className="quiet">
        {t("oversight.rules.version", { version: rule.version })} · {times}
      </p>
      {isOpen && pace !== null && <WhatIf ruleId={rule.id} terms={pace} />}
    </article>
  );
}
