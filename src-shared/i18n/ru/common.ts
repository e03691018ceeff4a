/** Russian: what every page says: actions, units, failures and the state of the connection. */
import type { Russian } from '../translation.ts';

export const app: Russian['app'] = {
  name: 'Code Proxy',
  demo: 'Демо',
  demoHint: 'Примеры данных во временной папке. Ваши настройки не затрагиваются.',
};

export const common: Russian['common'] = {
  add: 'Добавить',
  cancel: 'Отмена',
  close: 'Закрыть',
  copied: 'Скопировано',
  copy: 'Скопировать: {{what}}',
  delete: 'Удалить',
  discard: 'Не сохранять',
  discardText: 'Введённые данные ещё не сохранены.',
  discardTitle: 'Закрыть без сохранения?',
  goOn: 'Продолжить ввод',
  loading: 'Загрузка',
  notLoaded: 'Эту часть не удалось загрузить.',
  menu: 'Действия: {{name}}',
  save: 'Сохранить',
  undo: 'Отменить',
  unknown: 'неизвестно',
  dash: '–',
};

export const units: Russian['units'] = {
  requests_one: '{{value}} запрос',
  requests_few: '{{value}} запроса',
  requests_many: '{{value}} запросов',
  requests_other: '{{value}} запроса',
  tokens_one: '{{value}} токен',
  tokens_few: '{{value}} токена',
  tokens_many: '{{value}} токенов',
  tokens_other: '{{value}} токена',
  live_one: '{{value}} активный запрос',
  live_few: '{{value}} активных запроса',
  live_many: '{{value}} активных запросов',
  live_other: '{{value}} активного запроса',
};

export const connection: Russian['connection'] = {
  lost: 'Связь с Code Proxy потеряна. Повторная попытка…',
  lostHint: 'Если он остановлен, запустите его командой',
  liveUnknown: 'Неизвестно, пока нет связи.',
  outcomeUnknown: 'Неизвестно',
};

export const failure: Russian['failure'] = {
  title: 'Не получилось',
  unreachable: 'Code Proxy не отвечает. Возможно, он остановлен.',
  unknown: 'Произошла непредвиденная ошибка. Подробности в журнале.',
  repair: {
    'open-settings': 'Открыть настройки',
    'open-endpoints': 'Открыть эндпоинты',
    'open-claude-settings': 'Открыть настройки Claude Code',
    'open-rules': 'Открыть правила переключения',
    retry: 'Повторить',
    'choose-port': 'Выбрать другой порт',
    'take-over': 'Забрать управление',
  },
};
