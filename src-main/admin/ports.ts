/**
 * What the admin router needs of the core, as interfaces. Every method may reject with an AppError, which reaches the
 * caller with its code, field and repair.
 */
import type { FeedEvent } from '../../src-shared/feed-events.ts';
import type { AuditFind, AuditFindInput, AuditSize, AuditText, AuditTextInput, AuditView } from '../../src-shared/schemas/audit.ts';
import type { DoctorFix, DoctorReport, DoctorReportInput, DoctorRun, DoctorRunInput } from '../../src-shared/schemas/doctor.ts';
import type { ConnectionTest, EndpointInput, EndpointPatch, EndpointWithState } from '../../src-shared/schemas/endpoint.ts';
import type {
  ExchangeCount,
  ExchangeDetail,
  ExchangeExportInput,
  ExchangeExportPart,
  ExchangeFilter,
  ExchangeListInput,
  ExchangePage,
  ExchangeSummary,
} from '../../src-shared/schemas/exchange.ts';
import type { NewRuleRaw, RuleImport, RuleTest, RuleTestInput, RuleView } from '../../src-shared/schemas/failover-rule.ts';
import type { AppliedPrice, PriceInput, PriceList, PriceListInput, RecalculateInput, Recalculation } from '../../src-shared/schemas/pricing.ts';
import type { Replay, ReplayInput } from '../../src-shared/schemas/replay.ts';
import type { SessionView } from '../../src-shared/schemas/session.ts';
import type { SettingChange, SettingsView } from '../../src-shared/schemas/settings.ts';
import type { LocalToken, ProxyState, Status } from '../../src-shared/schemas/status.ts';
import type {
  UsageBreakdown,
  UsageBreakdownInput,
  UsageHours,
  UsageHoursInput,
  UsageInput,
  UsageOverview,
  UsageOverviewInput,
  UsageReport,
  UsageSeries,
  UsageSeriesInput,
} from '../../src-shared/schemas/usage.ts';
import type { ClaudeSettingsService, McpService, McpTestService, SkillService } from './claude-files-ports.ts';
import type { LaunchService } from './launch-port.ts';
import type { OsService, SecretsService } from './system-ports.ts';

export interface EndpointService {
  list(): readonly EndpointWithState[];
  /** By id, or else by name (case-insensitive). ENDPOINT_NOT_FOUND. */
  get(idOrName: string): EndpointWithState;
  /** Appends at the end of the priority list. ENDPOINT_NAME_TAKEN, ENDPOINT_IS_SELF. */
  add(input: EndpointInput): Promise<EndpointWithState>;
  edit(id: string, patch: EndpointPatch): Promise<EndpointWithState>;
  /** A copy right below the original, named "<name> copy", disabled, with the same credential. */
  clone(id: string): Promise<EndpointWithState>;
  /** Can be undone with undoRemove until the app stops. */
  remove(id: string): Promise<void>;
  undoRemove(id: string): Promise<EndpointWithState>;
  /** @param position 1 is the top; larger than the list means the end. */
  move(id: string, position: number): Promise<readonly EndpointWithState[]>;
  /** No requests go to it, though it may be the only one, for so long or, with null, until it is restored or edited. */
  rest(id: string, forMs: number | null): Promise<EndpointWithState>;
  /** Ends all rests of the endpoint. */
  restore(id: string): Promise<EndpointWithState>;
  /** Sends one tiny real request (a few tokens). For a draft that is not stored yet, `credentialFrom` borrows a stored credential. */
  test(
    target: { readonly id: string } | { readonly draft: EndpointInput; readonly credentialFrom: string | null },
    model: string | null,
  ): Promise<ConnectionTest>;
}

/** Rules that are not there: RULE_NOT_FOUND. Positions are among the user's own rules, from 1. */
export interface RuleService {
  /** In the order in which they are tried: the user's, then the built-in ones. */
  list(): readonly RuleView[];
  /** First of all unless a position says otherwise. RULE_ID_TAKEN. */
  add(rule: NewRuleRaw, options: { readonly position?: number | undefined; readonly isEnabled?: boolean | undefined }): Promise<RuleView>;
  /** The id stays. */
  edit(id: string, rule: NewRuleRaw): Promise<RuleView>;
  remove(id: string): Promise<void>;
  move(id: string, position: number): Promise<readonly RuleView[]>;
  setEnabled(id: string, isEnabled: boolean): Promise<RuleView>;
  /** Back to the built-in rules, all on. */
  reset(): Promise<readonly RuleView[]>;
  /** YAML with comments. */
  exportFile(): Promise<string>;
  /** All or nothing. CONFIG_INVALID names field and line. */
  importFile(yaml: string, options: { readonly isDryRun: boolean }): Promise<RuleImport>;
  /** What the rules make of a failure; nothing happens. */
  test(input: RuleTestInput): RuleTest;
}

export interface ExchangeQueries {
  list(input: ExchangeListInput): Promise<ExchangePage>;
  count(filter: ExchangeFilter): Promise<ExchangeCount>;
  exportPart(input: ExchangeExportInput): Promise<ExchangeExportPart>;
  /** EXCHANGE_NOT_FOUND. Works for live exchanges too. */
  get(id: string): Promise<ExchangeDetail>;
  /** Exchanges under way, newest first. */
  live(): readonly ExchangeSummary[];
}

/** Sums over time; they include exchanges that are no longer kept. */
export interface UsageService {
  /** One table by day, model or endpoint. */
  report(input: UsageInput): Promise<UsageReport>;
  /** One set of figures for a range, and for the one before it. */
  overview(input: UsageOverviewInput): Promise<UsageOverview>;
  /** Lines over time. */
  series(input: UsageSeriesInput): Promise<UsageSeries>;
  /** Day-by-hour heatmap. */
  hours(input: UsageHoursInput): Promise<UsageHours>;
  /** Figures for each model or endpoint. */
  breakdown(input: UsageBreakdownInput): Promise<UsageBreakdown>;
  /** Prices stored attempts as they would be priced now; with `isDryRun` only says what would change. */
  recalculate(input: RecalculateInput): Promise<Recalculation>;
}

/** Prices of models. A change counts for what ends after it. */
export interface PricingService {
  /** The models that were used lately and those with a price of the user's own. */
  list(input: PriceListInput): Promise<PriceList>;
  /** Puts a price of the user's own in the place of any before. CONFIG_INVALID when the file is broken. @returns What applies now. */
  set(price: PriceInput): Promise<AppliedPrice>;
  /** CONFIG_INVALID when there is no own price for it. @returns What applies now. */
  remove(model: string): Promise<AppliedPrice>;
}

/** What was kept of requests and answers, credentials taken out. A body that is not there has an empty text. */
export interface AuditService {
  get(exchangeId: string): Promise<AuditView>;
  text(input: AuditTextInput): Promise<AuditText>;
  find(input: AuditFindInput): Promise<AuditFind>;
  /** On the disk, per UTC day, the newest first. */
  size(): Promise<AuditSize>;
  /** Takes away all days; what runs at that moment is not kept either. @returns What is left. */
  deleteAll(): Promise<AuditSize>;
}

/** Stored requests sent once more, each to an endpoint of the user's choice. It costs tokens. */
export interface ReplayService {
  /** Resolves with the whole answer, whatever it is. ENDPOINT_NOT_FOUND, REPLAY_IMPOSSIBLE. */
  run(input: ReplayInput): Promise<Replay>;
  /** Gives the replay of this exchange up; does nothing when none runs. */
  cancel(id: string): void;
}

export interface SettingsService {
  get(): SettingsView;
  /** All or nothing. CONFIG_INVALID names the field. */
  change(changes: readonly SettingChange[]): Promise<SettingsView>;
}

/** Says what is wrong here and what to do about it. One run at a time. */
export interface DoctorService {
  /** As of now, also of a run that goes on. */
  state(): DoctorRun | Promise<DoctorRun>;
  /** Begins a run and returns at once; one that goes on is given up for it. */
  run(input: DoctorRunInput): DoctorRun | Promise<DoctorRun>;
  /** Checks that go on are given up; what was found stays. */
  cancel(): DoctorRun | Promise<DoctorRun>;
  /** Mends it and looks again at what it was about; resolves when that has ended. NOT_SUPPORTED_HERE when there is nothing to mend now. */
  fix(fix: DoctorFix): Promise<DoctorRun>;
  report(input: DoctorReportInput): DoctorReport | Promise<DoctorReport>;
}

export interface TokenService {
  list(): Promise<readonly LocalToken[]>;
  /** The only time the token itself is told. */
  add(name: string): Promise<{ readonly name: string; readonly token: string }>;
  revoke(name: string): Promise<void>;
  /** This start's own token, as written to Claude Code's settings. */
  current(): string;
}

export interface FeedItem {
  /** `<instance id>:<n>`. */
  readonly cursor: string;
  readonly event: FeedEvent;
}

export interface EventFeedSource {
  /**
   * Events after `cursor`. Begins with one `reset` when the cursor is null (questions asked before the feed was open may be
   * answered out of date), unknown or too old. Ends when `signal` aborts.
   */
  read(cursor: string | null, signal: AbortSignal): AsyncIterable<FeedItem>;
}

export interface AdminServices {
  readonly status: () => Status;
  readonly proxy: { start(): Promise<ProxyState>; stop(): Promise<ProxyState> };
  readonly endpoints: EndpointService;
  readonly rules: RuleService;
  readonly exchanges: ExchangeQueries;
  readonly audit: AuditService;
  readonly replays: ReplayService;
  /** Sessions that stay with an endpoint that is not their first choice, the one used last first. */
  readonly sessions: { list(): readonly SessionView[] };
  readonly usage: UsageService;
  readonly pricing: PricingService;
  readonly mcp: McpService;
  readonly mcpTests: McpTestService;
  readonly settings: SettingsService;
  readonly claude: ClaudeSettingsService;
  readonly skills: SkillService;
  readonly tokens: TokenService;
  readonly launch: LaunchService;
  readonly secrets: SecretsService;
  readonly service: OsService;
  readonly doctor: DoctorService;
  readonly feed: EventFeedSource;
  /** A fresh one-time login URL; null when this host serves no dashboard. */
  readonly loginLink: () => string | null;
  /** Begins an orderly stop of the whole instance and returns before it is done. */
  readonly shutDown: () => void;
}
