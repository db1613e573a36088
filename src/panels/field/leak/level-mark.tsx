import { useTranslation } from "react-i18next";
import type { LeakLevel } from "#contract/field/leak-form.ts";
import { WarningMark } from "#ui/mark.tsx";

const MARKS = { suspect: "yellow", danger: "red" } as const;
/** A level in words, with its mark where it says something. */
export function LevelMark({ level }: { readonly level: LeakLevel | null }) {
  const { t } = useTranslation();
  if (level === null) return <span className="quiet">{t("fieldMore.leak.level.unknown")}</span>;
  return (
    <span>
      {level !== "clear" && <WarningMark level={MARKS[level]} />} {t(`fieldMore.leak.level.${level}`)}
    </span>
  );
}
