/** Russian: the frame around the pages, the log-in, and the pages that stand in for one. */
import type { Russian } from '../translation.ts';

export const nav: Russian['nav'] = {
  label: 'Страницы',
  dashboard: 'Обзор',
  endpoints: 'Эндпоинты',
  requests: 'Запросы',
  rules: 'Правила',
  claudeCode: 'Claude Code',
  mcp: 'MCP-серверы',
  skills: 'Навыки',
  doctor: 'Диагностика',
  settings: 'Настройки',
  skip: 'Перейти к содержимому',
};

export const header: Russian['header'] = {
  proxy: 'Прокси',
  toggle: 'Включить или выключить прокси',
  running: 'Включён',
  stopped: 'Выключен',
  failed: 'Ошибка',
  starting: 'Запуск…',
  stopping: 'Остановка…',
  stoppedHint: 'Пока прокси выключен, Claude Code не может обращаться к моделям через Code Proxy.',
  baseUrl: 'Базовый URL',
  theme: 'Тема: {{theme}}',
  themes: { system: 'Как в системе', light: 'Светлая', dark: 'Тёмная' },
  language: 'Язык: {{language}}',
  logOut: 'Выйти',
  shortcuts: 'Сочетания клавиш',
  warnings: 'Предупреждения',
};

export const shortcuts: Russian['shortcuts'] = {
  title: 'Сочетания клавиш',
  goDashboard: 'Перейти к обзору',
  goEndpoints: 'Перейти к эндпоинтам',
  goRequests: 'Перейти к запросам',
  goSettings: 'Перейти к настройкам',
  goRules: 'Перейти к правилам переключения',
  goClaudeCode: 'Перейти к настройкам Claude Code',
  goMcp: 'Перейти к MCP-серверам',
  goSkills: 'Перейти к навыкам',
  goDoctor: 'Перейти к диагностике',
  filter: 'Перейти к фильтру',
  newEndpoint: 'Добавить эндпоинт',
  sheet: 'Показать этот список',
  close: 'Закрыть открытое',
  sort: 'На ручке: взять, переместить стрелками, отпустить',
};

export const login: Russian['login'] = {
  checking: 'Выполняется вход…',
  againTitle: 'Войдите снова',
  again: 'Сеанс завершён или открыт в другой вкладке. Получите новую ссылку в терминале:',
  leftTitle: 'Вы вышли',
  left: 'У этого браузера больше нет доступа. Чтобы вернуться, запросите новую ссылку в терминале:',
  badTitle: 'Эта ссылка для входа больше не действует',
  bad: 'Ссылка срабатывает один раз и действует десять минут. Получите новую в терминале:',
  command: 'команда',
};

export const notFound: Russian['notFound'] = {
  title: 'Такой страницы нет',
  text: 'По этому адресу ничего нет. Все страницы есть в меню.',
  home: 'Перейти к обзору',
};

export const crash: Russian['crash'] = {
  title: 'На странице произошла ошибка',
  text: 'Прокси продолжает работать. Обычно помогает перезагрузка страницы.',
  reload: 'Перезагрузить',
};
