/** Says in words why an endpoint was not reached, and what to do about it. */
import type { PeerCertificate } from 'node:tls';
import type { DoctorStage } from '../../src-shared/schemas/doctor.ts';
import { type Finding, type FindingParts, failed } from './finding.ts';
import type { Fault } from './probe-stages.ts';

/** A name list of a large hoster has hundreds. */
const SHOWN_NAMES = 5;

export function faultFinding(
  fault: Fault,
  parts: Pick<FindingParts, 'details'> & { readonly stages: readonly DoctorStage[]; readonly limitMs: number },
): Finding {
  const { limitMs, ...shown } = parts;
  if (fault.stage === 'certificate') return certificateFinding(fault, shown);
  const { host, why } = fault;
  const values = { host, why, limitMs };
  if (fault.isTimeout && fault.stage !== 'http') return failed('endpointSlow', { ...shown, values, remedy: 'checkNetwork' });
  switch (fault.stage) {
    case 'dns':
      return failed('endpointDns', { ...shown, values, remedy: 'checkHost' });
    case 'tcp':
      return why === 'ECONNREFUSED'
        ? failed('endpointRefused', { ...shown, values, remedy: 'checkPort' })
        : failed('endpointTcp', { ...shown, values, remedy: 'checkNetwork' });
    case 'proxy':
      return failed('endpointProxy', { ...shown, values, remedy: 'checkProxy' });
    case 'tls':
      return failed('endpointTls', { ...shown, values, remedy: 'checkScheme' });
    case 'http':
      return failed('endpointNoHttp', { ...shown, values, remedy: 'checkScheme' });
  }
}

function certificateFinding({ host, code, certificate }: Extract<Fault, { stage: 'certificate' }>, shown: FindingParts): Finding {
  const values = { host, why: code, until: certificate.valid_to, from: certificate.valid_from };
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return failed('endpointCertificateExpired', { ...shown, values, remedy: 'renewCertificate' });
    case 'CERT_NOT_YET_VALID':
      return failed('endpointCertificateEarly', { ...shown, values, remedy: 'checkClock' });
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return failed('endpointCertificateName', { ...shown, values: { host, names: namesOf(certificate) }, remedy: 'certificateName' });
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return failed('endpointCertificateSelf', { ...shown, values, remedy: 'trustSelf' });
    default:
      return failed('endpointCertificateIssuer', { ...shown, values: { host, issuer: issuerOf(certificate, code) }, remedy: 'trustIssuer' });
  }
}

function namesOf({ subjectaltname, subject }: PeerCertificate): string {
  const names = (subjectaltname ?? '').split(', ').map((name) => name.replace(/^(DNS|IP Address):/, ''));
  const all = names[0] === '' ? [subject.CN ?? []].flat() : names;
  return all.slice(0, SHOWN_NAMES).join(', ') + (all.length > SHOWN_NAMES ? ', …' : '');
}

function issuerOf({ issuer }: PeerCertificate, code: string): string {
  const [name] = [issuer?.O ?? issuer?.CN ?? []].flat();
  return name === undefined ? code : `“${name}”`;
}
