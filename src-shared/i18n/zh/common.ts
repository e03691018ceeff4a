/** Simplified Chinese: what every page says: actions, units, failures and the state of the connection. */
import type { Chinese } from '../translation.ts';

export const app: Chinese['app'] = {
  name: 'Code Proxy',
  demo: '演示',
  demoHint: '示例数据存放在临时文件夹中，不会影响你自己的配置。',
};

export const common: Chinese['common'] = {
  add: '添加',
  cancel: '取消',
  close: '关闭',
  copied: '已复制',
  copy: '复制{{what}}',
  delete: '删除',
  discard: '放弃',
  discardText: '你输入的内容尚未保存。',
  discardTitle: '要放弃输入的内容吗？',
  goOn: '继续编辑',
  loading: '正在加载',
  notLoaded: '这一部分无法加载。',
  menu: '{{name}} 的操作',
  save: '保存',
  undo: '撤销',
  unknown: '未知',
  dash: '–',
};

export const units: Chinese['units'] = {
  requests_other: '{{value}} 个请求',
  tokens_other: '{{value}} Token',
  live_other: '{{value}} 个进行中',
};

export const connection: Chinese['connection'] = {
  lost: '与 Code Proxy 的连接已断开，正在重试…',
  lostHint: '如果它已停止，请运行以下命令启动：',
  liveUnknown: '连接断开期间无法得知。',
  outcomeUnknown: '未知',
};

export const failure: Chinese['failure'] = {
  title: '操作未成功',
  unreachable: 'Code Proxy 没有响应，可能已停止。',
  unknown: '发生了意外错误，详情见日志。',
  repair: {
    'open-settings': '打开设置',
    'open-endpoints': '打开端点页面',
    'open-claude-settings': '打开 Claude Code 设置',
    'open-rules': '打开故障转移规则',
    retry: '重试',
    'choose-port': '更换端口',
    'take-over': '接管',
  },
};
