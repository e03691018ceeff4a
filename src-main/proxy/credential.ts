/** In which header an endpoint's credential travels, and in which one a client's local token came. */
import type { AuthStyle } from '../../src-shared/schemas/endpoint.ts';
import type { Secret } from '../platform/secret.ts';

/** A way to send a credential. */
export type CredentialStyle = 'x-api-key' | 'bearer';

/** Keys made by the Anthropic console; they only work as x-api-key. */
const CONSOLE_KEY = /^sk-ant-api/;

/** An expression and not a URL object, since it is asked for each attempt. Base URLs have no credentials in them (baseUrlSchema). */
const OFFICIAL_API = /^https?:\/\/api\.anthropic\.com(?:[:/]|$)/i;

const BEARER = /^bearer +(\S.*)$/i;

/** What a client presented, first the header that is more specific. With both, the caller tries both. */
export function presentedTokens(headers: {
  readonly 'x-api-key'?: string | string[] | undefined;
  readonly authorization?: string | undefined;
}): { readonly style: CredentialStyle; readonly value: string }[] {
  const presented: { style: CredentialStyle; value: string }[] = [];
  const key = headers['x-api-key'];
  if (typeof key === 'string' && key !== '') presented.push({ style: 'x-api-key', value: key });
  const bearer = BEARER.exec(headers.authorization ?? '')?.[1]?.trim();
  if (bearer !== undefined) presented.push({ style: 'bearer', value: bearer });
  return presented;
}

/** @param clientStyle Style of the local token that matched. */
export function credentialStyle(
  endpoint: { readonly baseUrl: string; readonly authStyle: AuthStyle; readonly credential: Secret | null },
  clientStyle: CredentialStyle,
): CredentialStyle {
  switch (endpoint.authStyle) {
    case 'x-api-key':
    case 'bearer':
      return endpoint.authStyle;
    case 'client':
      return clientStyle;
    case 'auto': {
      if (OFFICIAL_API.test(endpoint.baseUrl)) return 'x-api-key';
      if (endpoint.credential !== null && CONSOLE_KEY.test(endpoint.credential.reveal())) return 'x-api-key';
      return clientStyle;
    }
  }
}

/** The one credential header that goes upstream, as a raw name and value; empty without a credential. */
export function credentialHeader(style: CredentialStyle, credential: Secret | null): string[] {
  if (credential === null) return [];
  return style === 'x-api-key' ? ['x-api-key', credential.reveal()] : ['authorization', `Bearer ${credential.reveal()}`];
}
