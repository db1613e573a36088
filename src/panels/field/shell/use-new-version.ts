import { useEffect, useState } from "react";

/**
 * Installs the service worker, so that the phone starts without a network, and says when a new version waits. `takeOver` lets it in and loads the page
 * anew; forms in progress are on the phone already.
 */
export function useNewVersion(): { readonly isWaiting: boolean; readonly takeOver: () => void } {
  const [waiting, setWaiting] = useState<ServiceWorker | null>(null);
  useEffect(() => {
    // Without a certificate a browser has none; while developing it would hide what was just changed.
    if (!import.meta.env.PROD || import.meta.env.MODE === "mock" || !("serviceWorker" in navigator)) return;
    let isLeft = false;
    const watch = (registration: ServiceWorkerRegistration) => {
      const look = () => {
        if (!isLeft && registration.waiting && navigator.serviceWorker.controller) setWaiting(registration.waiting);
      };
      look();
      registration.addEventListener("updatefound", () =>
        registration.installing?.addEventListener("statechange", look),
      );
    };
    navigator.serviceWorker.register("/sw.js").then(watch, () => {});
    return () => {
      isLeft = true;
    };
  }, []);
  const takeOver = () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    waiting?.postMessage("take over");
  };
  return { isWaiting: waiting !== null, takeOver };
}
