import { useTranslation } from "react-i18next";
import { hazardsOf, itemsFor } from "#contract/field/checklist-rules.ts";
import { CHECK_GROUPS } from "#contract/field/checklists.ts";
import type { PreviousVisit } from "#contract/field/tasks.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { WarningMark } from "#ui/mark.tsx";
import { Section } from "#ui/section.tsx";
import { ScanField } from "#panels/field/evidence/scan.tsx";
import { Signature } from "#panels/field/evidence/signature.tsx";
import type { FormParts } from "./form-parts.ts";
import { ItemField } from "./item-field.tsx";

type EnteredProps = FormParts & { readonly previous: PreviousVisit | null };

/** The whole checklist of a door that was let in, with the last visit's answers beside it. */
export function EnteredForm({ previous, ...parts }: EnteredProps) {
  const { t } = useTranslation();
  const { draft, list, change } = parts;
  const items = itemsFor(list, draft.door, draft.answers);
  return (
    <>
      <Section title={t("field.check.meter")}>
        <ScanField
          label={t("field.check.meterCode")}
          value={draft.meterCode}
          onChanged={(meterCode, isMeterScanned) => change((before) => ({ ...before, meterCode, isMeterScanned }))}
        />
        {previous?.meterCode && <p className="quiet">{t("field.check.lastTime", { value: previous.meterCode })}</p>}
      </Section>
      {CHECK_GROUPS.filter((group) => items.some((item) => item.group === group)).map((group) => (
        <Section key={group} title={`${group} ${t(`field.group.${group}`)}`}>
          {items
            .filter((item) => item.group === group)
            .map((item) => (
              <ItemField key={item.id} item={item} previous={previous?.answers[item.id]} {...parts} />
            ))}
        </Section>
      ))}
      <Hazards {...parts} />
      <Resident {...parts} />
    </>
  );
}

const GRADE_MARK = { major: "red", general: "orange", minor: "yellow" } as const;

/** What the answers make of hazards, by rule: seen while the resident is still there. */
function Hazards({ draft, list, day, change }: FormParts) {
  const { t } = useTranslation();
  const isEnglish = languageNow() === "en";
  const found = hazardsOf(list, draft.door, draft.answers, day);
  if (found.length === 0) return null;
  const nameOf = (id: string) => {
    const item = list.items.find((one) => one.id === id);
    return item ? (isEnglish ? item.textEn : item.text) : id;
  };
  return (
    <Section title={t("field.check.hazards", { count: found.length })}>
      <ul className="field-list">
        {found.map(({ item, grade }) => (
          <li key={item} className="field-hazard">
            <WarningMark level={GRADE_MARK[grade]} />
            <span>
              {t(`gas.hazardGrade.${grade}`)} · {nameOf(item)}
            </span>
          </li>
        ))}
      </ul>
      {found.some(({ grade }) => grade === "major") && (
        <p className="field-wrong" role="alert">
          {t("field.check.majorNow")}
        </p>
      )}
      <label className="field-tick">
        <input
          type="checkbox"
          checked={draft.isNotified}
          onChange={(event) => change((before) => ({ ...before, isNotified: event.target.checked }))}
        />
        {t("field.check.notified")}
      </label>
    </Section>
  );
}

function Resident({ draft, change, keeper }: FormParts) {
  const { t } = useTranslation();
  return (
    <Section title={t("field.sign.title")}>
      <Signature
        isSigned={draft.signature !== null}
        isRefused={draft.isSignatureRefused}
        onSigned={async ({ mime, bytes }) => {
          const id = await keeper.addFile("signature", mime, null, bytes);
          change((before) => ({ ...before, signature: id, isSignatureRefused: false }));
        }}
        onCleared={() => {
          if (draft.signature) keeper.dropFile(draft.signature);
          change((before) => ({ ...before, signature: null }));
        }}
        onRefused={(isSignatureRefused) => change((before) => ({ ...before, isSignatureRefused }))}
      />
    </Section>
  );
}
