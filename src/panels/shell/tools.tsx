import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { endSession } from "#api/session.ts";
import { useMe, worksWithMap } from "#panels/me.ts";
import { resolveTheme, toggleLanguage, togglePalette, toggleTheme } from "#state/preferences.ts";
import { usePreferences, useStores } from "#state/stores.tsx";
import { Icon } from "#ui/icon.tsx";
import { IconButton } from "#ui/icon-button.tsx";
import { Menu, type MenuItem } from "#ui/menu.tsx";
import { problemWords } from "#ui/problem-words.ts";
import { systemIsDark } from "#ui/system-theme.ts";

export function ThemeButton() {
  const { t } = useTranslation();
  const { preferences } = useStores();
  const theme = usePreferences((p) => p.theme);
  const isDark = resolveTheme(theme, systemIsDark()) === "dark";
  return (
    <IconButton
      icon={isDark ? "sun" : "moon"}
      label={isDark ? t("shell.theme.toLight") : t("shell.theme.toDark")}
      onClick={() => toggleTheme(preferences, systemIsDark())}
    />
  );
}

export function LanguageButton() {
  const { t, i18n } = useTranslation();
  const { preferences } = useStores();
  return (
    <button
      type="button"
      className="button"
      lang={i18n.language === "en" ? "zh-CN" : "en"}
      title={t("shell.language")}
      onClick={() => toggleLanguage(preferences)}
    >
      {t("shell.languageShort")}
      <span className="seen-by-readers-only">{t("shell.language")}</span>
    </button>
  );
}

/** Leaves only when the server said that the session is gone; a failure is told, since the session may still be open. */
export function useSignOut(onSignedOut: () => void) {
  return useMutation({ mutationFn: endSession, onSuccess: onSignedOut });
}

export interface UserMenuProps {
  readonly onSignedOut: () => void;
  readonly onKeys: () => void;
}

export function UserMenu({ onSignedOut, onKeys }: UserMenuProps) {
  const { t } = useTranslation();
  const me = useMe();
  const { view, preferences } = useStores();
  const palette = usePreferences((p) => p.palette);
  const signOut = useSignOut(onSignedOut);
  const wall: MenuItem = {
    id: "wall",
    label: t("shell.user.wall"),
    icon: "wall",
    onChoose: () => view.setState({ wall: true }),
  };
  const items: MenuItem[] = [
    { id: "keys", label: t("shell.user.keys"), icon: "keys", note: "?", onChoose: onKeys },
    {
      id: "palette",
      label: t("shell.user.colourSafe"),
      icon: "eye",
      isOn: palette === "colour_safe",
      onChoose: () => togglePalette(preferences),
    },
    ...(worksWithMap(me.role) ? [wall] : []),
    {
      id: "out",
      label: signOut.isPending ? t("shell.user.signingOut") : t("shell.user.signOut"),
      icon: "leave",
      onChoose: () => signOut.mutate(),
    },
  ];
  return (
    <>
      <Menu
        label={`${me.name} ${t("shell.user.menu")}`}
        align="right"
        button={
          <>
            <Icon name="user" size={16} />
            {me.name}
            <Icon name="down" size={12} />
          </>
        }
        head={
          <>
            <strong>{me.account}</strong>
            <p className="quiet">{t(`gas.role.${me.role}`)}</p>
            <p className="quiet">{me.enterpriseName ?? me.areaName}</p>
            {me.demo && <p className="quiet">{t("shell.user.demo")}</p>}
          </>
        }
        items={items}
      />
      {signOut.isError && (
        <p className="desk-said" role="alert">
          {t("shell.user.signOutFailed", { reason: problemWords(signOut.error) })}
        </p>
      )}
    </>
  );
}
