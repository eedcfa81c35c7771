from django.urls import path

from masthead.press import views

urlpatterns = [path("<str:language>/articles/<str:slug>/<str:name>.pdf", views.pdf, name="article_pdf")]
