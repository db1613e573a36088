/** As a ref: the keyboard goes on from here once it is drawn, and is left alone after that. */
export const takeFocus = (element: HTMLElement | null): void => element?.focus();
