"""Addresses of the reports' pages."""

from django.urls import path

from reports.views import narratives, reading, schedule, schedules

urlpatterns = [
    path("reports/", reading.report_list, name="report-list"),
    path("reports/schedules/", schedules.schedule_list, name="report-schedules"),
    path("reports/schedules/<uuid:uid>/", schedule.schedule_page, name="report-schedule"),
    path("reports/schedules/<uuid:uid>/preview/", schedule.schedule_preview, name="report-preview"),
    path("reports/mails/<uuid:uid>/again/", schedule.mail_again, name="report-mail-again"),
    path("reports/<int:number>/", reading.report_detail, name="report-detail"),
    path("reports/<int:number>/retry/", reading.report_retry, name="report-retry"),
    path("reports/<int:number>/comments/", narratives.narrative_list, name="report-comments"),
    path("reports/<int:number>/comments/<uuid:uid>/", narratives.narrative_detail, name="report-comment"),
    path("reports/<int:number>/figures/", reading.report_figures, name="report-figures"),
    path("reports/<int:number>/figures/<str:key>/", reading.report_figure, name="report-figure"),
    path("reports/<int:number>/since/<int:before>/", reading.report_between, name="report-between"),
    path("reports/<int:number>/report.<slug:form>", reading.report_file, name="report-file"),
]
