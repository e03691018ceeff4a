/** The state of an endpoint in a word, with the reason and a countdown where it rests. */
import { useTranslation } from 'react-i18next';
import type { EndpointState, RestView } from '../../src-shared/schemas/endpoint.ts';
import { Badge } from './badge.tsx';
import { useFormat } from './use-format.ts';
import { useNow } from './use-now.ts';

const TONES = { ready: 'ok', resting: 'warn', probing: 'accent', disabled: 'neutral' } as const;

export function EndpointBadge({ state }: { readonly state: EndpointState }) {
  const { t } = useTranslation();
  const rest = state.kind === 'resting' ? state.rests.find(({ scope }) => scope === 'endpoint') : undefined;
  return (
    <Badge tone={TONES[state.kind]} {...(rest === undefined ? {} : { title: rest.reason })}>
      {t(`endpoints.state.${state.kind}`)}
      {rest !== undefined && (
        <span className="tabular-nums">
          <RestTime rest={rest} />
        </span>
      )}
    </Badge>
  );
}

function RestTime({ rest }: { readonly rest: RestView }) {
  return useRestTime(rest);
}

/** How long the rest still takes in words, counting down. */
export function useRestTime(rest: RestView): string {
  const { t } = useTranslation();
  const format = useFormat();
  const nowMs = useNow(1_000);
  if (rest.untilMs === null) return t('endpoints.restUntilEdited');
  return rest.untilMs <= nowMs ? t('endpoints.restOver') : t('endpoints.restFor', { left: format.countdown(rest.untilMs - nowMs) });
}
