/** Simplified Chinese: the frame around the pages, the log-in, and the pages that stand in for one. */
import type { Chinese } from '../translation.ts';

export const nav: Chinese['nav'] = {
  label: '页面',
  dashboard: '仪表盘',
  endpoints: '端点',
  requests: '请求',
  rules: '故障转移规则',
  claudeCode: 'Claude Code',
  mcp: 'MCP 服务器',
  skills: '技能',
  doctor: '诊断',
  settings: '设置',
  skip: '跳到页面内容',
};

export const header: Chinese['header'] = {
  proxy: '代理',
  toggle: '开启或关闭代理',
  running: '已开启',
  stopped: '已关闭',
  failed: '出错',
  starting: '正在启动…',
  stopping: '正在停止…',
  stoppedHint: '代理关闭期间，Claude Code 无法通过 Code Proxy 访问模型。',
  baseUrl: '基础 URL',
  theme: '主题：{{theme}}',
  themes: { system: '跟随系统', light: '浅色', dark: '深色' },
  language: '语言：{{language}}',
  logOut: '退出登录',
  shortcuts: '键盘快捷键',
  warnings: '警告',
};

export const shortcuts: Chinese['shortcuts'] = {
  title: '键盘快捷键',
  goDashboard: '前往仪表盘',
  goEndpoints: '前往端点',
  goRequests: '前往请求',
  goSettings: '前往设置',
  goRules: '前往故障转移规则',
  goClaudeCode: '前往 Claude Code 设置',
  goMcp: '前往 MCP 服务器',
  goSkills: '前往技能',
  goDoctor: '前往诊断',
  filter: '跳到筛选框',
  newEndpoint: '添加端点',
  sheet: '显示此列表',
  close: '关闭当前打开的内容',
  sort: '在拖动手柄上：拿起、用方向键移动、放下',
};

export const login: Chinese['login'] = {
  checking: '正在登录…',
  againTitle: '请重新登录',
  again: '此登录已失效，或已在另一个标签页中打开。请在终端中获取新链接：',
  leftTitle: '已退出登录',
  left: '此浏览器已无法访问。要重新登录，在终端中获取新链接：',
  badTitle: '此登录链接已失效',
  bad: '每个链接只能使用一次，有效期十分钟。请在终端中获取新链接：',
  command: '命令',
};

export const notFound: Chinese['notFound'] = {
  title: '页面不存在',
  text: '此地址没有对应的页面。所有页面都在菜单中。',
  home: '前往仪表盘',
};

export const crash: Chinese['crash'] = {
  title: '页面出错了',
  text: '代理仍在正常工作。重新加载页面通常可以解决问题。',
  reload: '重新加载',
};
