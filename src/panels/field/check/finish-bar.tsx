import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Checklist } from "#contract/field/checklists.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { FinishFoot } from "#panels/field/finish-foot.tsx";
import type { lacks } from "./check-draft.ts";

type Lack = ReturnType<typeof lacks>[number];

/** What is lacking, in words that name the place in the form. */
function useLackWords(list: Checklist): (lack: Lack) => string {
  const { t } = useTranslation();
  const isEnglish = languageNow() === "en";
  const itemName = (id: string) => {
    const item = list.items.find((one) => one.id === id);
    return item ? `${item.id} ${isEnglish ? item.textEn : item.text}` : id;
  };
  return (lack) => {
    if (lack.what === "answer") return t("field.lack.answer", { item: itemName(lack.item) });
    if (lack.what === "photo") return t("field.lack.photo", { item: itemName(lack.item) });
    if (lack.what === "file") return t("field.lack.file", { kind: t(`field.fileKind.${lack.kind as "photo"}`) });
    return t(`field.lack.${lack.what}`);
  };
}

interface FinishBarProps {
  readonly list: Checklist;
  readonly missing: readonly Lack[];
  readonly disk: "saved" | "saving" | "failed";
  readonly hasFailed: boolean;
  readonly onFinish: () => void;
}

/** Under the thumb: whether the form is on the phone, and the button that finishes it. */
export function FinishBar({ list, missing, disk, hasFailed, onFinish }: FinishBarProps) {
  const { t } = useTranslation();
  const [isAsked, setAsked] = useState(false);
  const words = useLackWords(list);
  const isWhole = missing.length === 0;
  const hasOutcome = !missing.some(({ what }) => what === "outcome");
  const asked = isAsked && !isWhole && (
    <div className="field-lacks" role="alert">
      <strong>{t("field.lack.title", { count: missing.length })}</strong>
      <ul>
        {missing.map((lack) => (
          <li key={JSON.stringify(lack)}>{words(lack)}</li>
        ))}
      </ul>
      {hasOutcome && (
        <button type="button" className="button outlined" onClick={onFinish}>
          {t("field.lack.saveAnyway")}
        </button>
      )}
    </div>
  );
  return (
    <FinishFoot
      disk={disk}
      hasFailed={hasFailed}
      lack={asked}
      label={t("field.check.finish")}
      onFinish={() => (isWhole ? onFinish() : setAsked(true))}
    />
  );
}
