import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from './ErrorState.tsx';

function Failed({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation();
  return <ErrorState message={t('ui.partFailed')} hint={t('ui.partFailedHint')} onRetry={onRetry} />;
}

interface Props {
  /** What is shown, such as a path: something else than what failed is tried anew. */
  of: string;
  children: ReactNode;
}

interface State {
  of: string;
  failed: boolean;
}

/** Keeps a mistake in drawing one part of the window from taking the rest of it away. The browser's console has the cause. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { of: this.props.of, failed: false };

  static getDerivedStateFromError(): Partial<State> {
    return { failed: true };
  }

  static getDerivedStateFromProps({ of }: Props, state: State): State | null {
    return of === state.of ? null : { of, failed: false };
  }

  override render(): ReactNode {
    return this.state.failed ? <Failed onRetry={() => this.setState({ failed: false })} /> : this.props.children;
  }
}
