/** Russian: tray, menus, dialogs and notices. */
import type { Russian } from '../translation.ts';

export const desktop: Russian['desktop'] = {
  open: 'Открыть Code Proxy',
  quit: 'Завершить Code Proxy',
  file: 'Файл',
  view: 'Вид',
  hideWindow: 'Закрыть окно',
  menu: {
    edit: 'Правка',
    undo: 'Отменить',
    redo: 'Повторить',
    cut: 'Вырезать',
    copy: 'Копировать',
    paste: 'Вставить',
    delete: 'Удалить',
    selectAll: 'Выделить всё',
    reload: 'Обновить',
    resetZoom: 'Обычный масштаб',
    zoomIn: 'Увеличить',
    zoomOut: 'Уменьшить',
    fullScreen: 'Полный экран',
    devTools: 'Инструменты разработчика',
    about: 'О программе Code Proxy',
    hide: 'Скрыть Code Proxy',
    hideOthers: 'Скрыть остальные',
    unhide: 'Показать все',
  },
  tooltip: 'Code Proxy: {{state}}',
  starting: 'Запуск…',
  running: 'Прокси включён: {{url}}',
  stopped: 'Прокси выключен',
  failed: 'Ошибка прокси; откройте Code Proxy, чтобы узнать причину',
  startProxy: 'Включить прокси',
  stopProxy: 'Выключить прокси',
  endpoint: 'Эндпоинт: {{name}}',
  noEndpoint: 'Нет готовых эндпоинтов',
  cannotStart: 'Code Proxy не может запуститься',
  crashed: 'Code Proxy остановился',
  crashedDetail:
    'Ядро неожиданно завершилось: {{problem}}. Подробности в файле журнала. Настройки Claude Code будут возвращены при следующем запуске.',
  updateReady: 'Версия {{version}} готова к установке.',
  updateDetail: 'Сначала завершатся текущие запросы. Code Proxy запустится снова сам.',
  updateNow: 'Перезапустить и установить',
  updateLater: 'Позже',
};

export const notice: Russian['notice'] = {
  'endpoint-resting': 'Эндпоинт {{endpoint}} на паузе: {{reason}}',
  'endpoint-back': 'Эндпоинт {{endpoint}} снова работает.',
  'all-endpoints-resting': 'На паузе все эндпоинты: {{count}}. Пока ни один не вернётся, запросы будут завершаться ошибкой.',
  other: 'Сообщение Code Proxy: {{code}}',
};
