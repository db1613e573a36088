import { Component, type ReactNode } from "react";

export interface ErrorBoundaryProps {
  /** What to show instead; `retry` draws the children anew. */
  readonly fallback: (retry: () => void, error: unknown) => ReactNode;
  readonly children: ReactNode;
}

/** One part failing must not take the rest of the screen with it. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly failed: { error: unknown } | null }> {
  override state: { readonly failed: { error: unknown } | null } = { failed: null };

  static getDerivedStateFromError(error: unknown) {
    return { failed: { error } };
  }

  override render() {
    const { failed } = this.state;
    if (failed === null) return this.props.children;
    return this.props.fallback(() => this.setState({ failed: null }), failed.error);
  }
}
