import { createInstance } from "i18next";
import { door as doorEn } from "./en/door.ts";
import { door as doorZh } from "./zh/door.ts";

/** Chinese first. */
export const LANGUAGES = ["zh-CN", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

export const i18n = createInstance();

/** Sets up the words of the sign-in page in both languages; the rest come with {@link loadWords}. */
export const startI18n = (language: Language, plugin?: Parameters<typeof i18n.use>[0]) => {
  if (plugin) i18n.use(plugin);
  return i18n.init({
    lng: language,
    fallbackLng: "zh-CN",
    ns: ["door", "app"],
    defaultNS: "app",
    resources: { "zh-CN": { door: doorZh }, en: { door: doorEn } },
    partialBundledLanguages: true,
    // English has no counting words: an empty one is said, not looked for in Chinese.
    returnEmptyString: true,
    interpolation: { escapeValue: false },
    initAsync: false,
  });
};

/** Fetches the words of the signed-in pages for one language; a second call finds them there. */
export async function loadWords(language: Language): Promise<void> {
  if (i18n.hasResourceBundle(language, "app")) return;
  const { app } = language === "en" ? await import("./en/app.ts") : await import("./zh/app.ts");
  i18n.addResourceBundle(language, "app", app);
}

export const languageNow = (): Language => (i18n.language === "en" ? "en" : "zh-CN");
