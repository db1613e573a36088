import { useTranslation } from "react-i18next";
import { HazardRows } from "#panels/supervise/hazards/hazard-list.tsx";
import { Section } from "#ui/section.tsx";

/** Open hazards of a pipe, the most pressing first; each opens where hazards are worked on. */
export function PipeHazards({ pipe }: { readonly pipe: string }) {
  const { t } = useTranslation();
  const title = t("board.count");
  return (
    <Section title={title}>
      <HazardRows key={pipe} where={{ pipe }} name={title} empty={t("board.pipeNone")} lines={3} />
    </Section>
  );
}
