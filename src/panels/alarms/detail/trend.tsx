import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { stationQuery } from "#api/assets.ts";
import { Answer } from "#panels/answer.tsx";
import { Trend } from "#panels/asset/trend.tsx";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import type { AlarmFull } from "./alarm-detail.tsx";

/** The tag's trend, with its limits; it needs what the station knows of the tag. */
export function AlarmTrend({ alarm }: { readonly alarm: AlarmFull }) {
  const { t } = useTranslation();
  const station = useQuery(stationQuery(alarm.stationId));
  return (
    <Answer query={station} lines={5}>
      {({ tags }) => {
        const tag = tags.find(({ id }) => id === alarm.tagId);
        if (tag) return <Trend tag={tag} />;
        return (
          <Section title={t("alarm.detail.trend")}>
            <Empty>{t("alarm.detail.noTag")}</Empty>
          </Section>
        );
      }}
    </Answer>
  );
}
