import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "#panels/me.ts";
import { endSilence, SILENCE_MINUTES, silence, silenceLeftMs } from "#state/alarm-sound.ts";
import { useAlarmSound, useStores } from "#state/stores.tsx";
import { Icon } from "#ui/icon.tsx";
import { IconButton } from "#ui/icon-button.tsx";
import { Menu } from "#ui/menu.tsx";
import { useNow } from "#ui/use-now.ts";
import { askToNotify, notifyState } from "./notify.ts";

const clock = (ms: number): string => {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

/** Silences alarms for a while; how long yet is always in sight. There is no way to silence them for good. */
export function SoundMenu() {
  const { t } = useTranslation();
  const { alarmSound } = useStores();
  const sound = useAlarmSound((state) => state);
  const { level } = useMe().scope;
  const left = silenceLeftMs(sound, useNow());
  const isSilent = left > 0;
  const words = isSilent ? t("alarm.sound.silenced", { left: clock(left) }) : t("alarm.sound.on");
  return (
    <Menu
      label={t("alarm.sound.label")}
      align="right"
      button={
        <>
          <Icon name={isSilent || sound.isBlocked ? "mute" : "sound"} />
          {isSilent && <span className="sound-left">{clock(left)}</span>}
        </>
      }
      head={
        <>
          <p>{sound.isBlocked ? t("alarm.sound.blocked") : words}</p>
          <p className="quiet">{t("alarm.sound.hint")}</p>
          {(level === "city" || level === "province") && (
            <p className="quiet">{t("alarm.sound.brought", { level: t(`alarm.escalation.${level}`) })}</p>
          )}
        </>
      }
      items={[
        ...SILENCE_MINUTES.map((minutes) => ({
          id: String(minutes),
          label: t("alarm.sound.silenceFor", { minutes }),
          onChoose: () => silence(alarmSound, minutes),
        })),
        ...(isSilent ? [{ id: "end", label: t("alarm.sound.end"), onChoose: () => endSilence(alarmSound) }] : []),
      ]}
    />
  );
}

/** Asks the browser to let alarms be told outside the page; asked on the press alone. */
export function NotifyButton() {
  const { t } = useTranslation();
  const [state, setState] = useState(notifyState);
  const label = state === "default" ? t("alarm.notify.ask") : t(`alarm.notify.${state}`);
  return (
    <IconButton
      icon={state === "granted" ? "bell" : "bellOff"}
      label={label}
      aria-disabled={state !== "default"}
      onClick={() => {
        if (state === "default") void askToNotify().then(setState);
      }}
    />
  );
}
