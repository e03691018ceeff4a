/** Simplified Chinese: tray, menus, dialogs and notices. */
import type { Chinese } from '../translation.ts';

export const desktop: Chinese['desktop'] = {
  open: '打开 Code Proxy',
  quit: '退出 Code Proxy',
  file: '文件',
  view: '视图',
  hideWindow: '关闭窗口',
  starting: '正在启动…',
  running: '代理已开启：{{url}}',
  stopped: '代理已关闭',
  failed: '代理出错；打开 Code Proxy 查看原因',
  startProxy: '开启代理',
  stopProxy: '关闭代理',
  endpoint: '端点：{{name}}',
  noEndpoint: '没有可用的端点',
  cannotStart: 'Code Proxy 无法启动',
  crashed: 'Code Proxy 已停止',
  crashedDetail: '核心意外终止：{{problem}}。更多信息见日志文件。下次启动时会还原 Claude Code 的设置。',
  updateReady: '版本 {{version}} 已可安装。',
  updateDetail: '会先完成正在处理的请求，然后 Code Proxy 将自动重新启动。',
  updateNow: '重启并安装',
  updateLater: '稍后',
};

export const notice: Chinese['notice'] = {
  'endpoint-resting': '{{endpoint}} 已暂停：{{reason}}',
  'endpoint-back': '{{endpoint}} 已恢复正常。',
  'all-endpoints-resting': '全部 {{count}} 个端点均已暂停。在任一端点恢复之前，请求都会失败。',
  other: 'Code Proxy 提示：{{code}}',
};
